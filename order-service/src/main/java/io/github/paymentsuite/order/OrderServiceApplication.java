package io.github.paymentsuite.order;

import io.github.paymentsuite.starter.Service;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Keeps orders, and makes them PAID when their payment has succeeded. */
@SpringBootApplication
public class OrderServiceApplication {
  public static void main(String[] args) {
    Service.run(OrderServiceApplication.class, args);
  }
}
