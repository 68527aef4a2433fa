package io.github.paymentsuite.payment;

import io.github.paymentsuite.starter.WorkerThreads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * The threads of whatever no request waits for, and of what goes on when a request has waited long
 * enough.
 */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class BackgroundWork {
  private static final Logger log = LoggerFactory.getLogger(BackgroundWork.class);
  private static final int TASKS = 4;

  @Bean
  WorkerThreads paymentThreads(PaymentProperties properties) {
    return new WorkerThreads("payment", properties.maxUnderWay(), properties.shutdownWait());
  }

  @Bean
  WorkerThreads resolverThreads(PaymentProperties properties) {
    return new WorkerThreads(
        "resolver", properties.resolver().threads(), properties.shutdownWait());
  }

  /**
   * One thread for each task that runs by the clock, lest one that waits for a database or a
   * provider holds up the others. Not virtual ones: of those the tasks would have to share one.
   */
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
