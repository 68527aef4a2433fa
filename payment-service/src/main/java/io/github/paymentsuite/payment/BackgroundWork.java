package io.github.paymentsuite.payment;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * The threads of what runs by the clock: one for each task, lest one that waits for a database or a
 * provider holds up the others. Not virtual ones: of those the tasks would have to share one.
 */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class BackgroundWork {
  private static final Logger log = LoggerFactory.getLogger(BackgroundWork.class);
  private static final int TASKS = 4;

  @Bean
  ThreadPoolTaskScheduler taskScheduler(PaymentProperties properties) {
    ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
    scheduler.setPoolSize(TASKS);
    scheduler.setThreadNamePrefix("background-");
    scheduler.setWaitForTasksToCompleteOnShutdown(true);
    scheduler.setAwaitTerminationMillis(properties.shutdownWait().toMillis());
    // Most likely the database; the next round comes soon.
    scheduler.setErrorHandler(failure -> log.warn("a round of background work failed", failure));
    return scheduler;
  }
}
