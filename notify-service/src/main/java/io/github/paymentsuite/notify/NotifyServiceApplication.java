package io.github.paymentsuite.notify;

import io.github.paymentsuite.starter.Service;
import io.github.paymentsuite.starter.WorkerThreads;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Tells payers by SMS that their payment arrived. */
@SpringBootApplication
@EnableScheduling
@EnableConfigurationProperties(PhoneProperties.class)
public class NotifyServiceApplication {
  public static void main(String[] args) {
    Service.run(NotifyServiceApplication.class, args);
  }

  @Bean
  PhoneKeys phoneKeys(PhoneProperties properties) {
    return PhoneKeys.parse(properties.keys());
  }

  /** Whatever takes longer than its claim is asked about later, by whoever is there then. */
  @Bean
  WorkerThreads smsThreads(NotifyProperties properties) {
    return new WorkerThreads("sms-sender", properties.senders(), properties.lease());
  }
}
