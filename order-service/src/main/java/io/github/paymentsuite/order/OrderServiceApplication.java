package io.github.paymentsuite.order;

import io.github.paymentsuite.starter.Service;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Keeps orders, and makes them PAID when their payment has succeeded. */
@SpringBootApplication
@EnableScheduling
public class OrderServiceApplication {
  public static void main(String[] args) {
    Service.run(OrderServiceApplication.class, args);
  }
}
