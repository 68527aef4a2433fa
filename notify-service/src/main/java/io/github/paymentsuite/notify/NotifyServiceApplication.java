package io.github.paymentsuite.notify;

import io.github.paymentsuite.starter.Service;
import io.github.paymentsuite.starter.WorkerThreads;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Tells payers by SMS that their payment arrived. */
@SpringBootApplication
@EnableScheduling
public class NotifyServiceApplication {
  public static void main(String[] args) {
    Service.run(NotifyServiceApplication.class, args);
  }

  /** Whatever takes longer than its claim is asked about later, by whoever is there then. */
  @Bean
  WorkerThreads smsThreads(NotifyProperties properties) {
    return new WorkerThreads("sms-sender", properties.senders(), properties.lease());
  }
}
