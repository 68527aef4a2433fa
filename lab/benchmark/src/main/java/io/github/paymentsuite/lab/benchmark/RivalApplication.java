package io.github.paymentsuite.lab.benchmark;

import io.github.paymentsuite.starter.Service;
import io.github.paymentsuite.starter.WorkerThreads;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * Stands in for payment-service: takes payments as it does, and announces them by the design that
 * {@code RIVAL_DESIGN} names. Whatever is not the announcement is the same for all.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableConfigurationProperties(RivalProperties.class)
@Import({
  RivalController.class,
  RivalPayments.class,
  RivalProvider.class,
  RivalRecorder.class,
  RivalSender.class,
  PlainSend.class,
  OutboxPoller.class,
  OutboxLibrary.class,
  ModulithRegistry.class,
  Participants.Called.class,
  Synchronous.class,
  SeataGlobal.class
})
class RivalApplication {
  public static void main(String[] args) {
    // Of the files named application.yml on this class path none is the rival's.
    Service.run(RivalApplication.class, new String[] {"--spring.config.name=rival"});
  }

  /** As many as payments may be under way. */
  @Bean
  WorkerThreads paymentThreads(RivalProperties properties) {
    return new WorkerThreads("payment", properties.maxUnderWay(), properties.shutdownWait());
  }
}
