package io.github.paymentsuite.notify;

import io.github.paymentsuite.starter.Service;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Tells payers by SMS that their payment arrived. */
@SpringBootApplication
@EnableScheduling
public class NotifyServiceApplication {
  public static void main(String[] args) {
    Service.run(NotifyServiceApplication.class, args);
  }
}
