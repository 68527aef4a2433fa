package io.github.paymentsuite.payment;

import io.github.paymentsuite.starter.Service;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Takes payments: charges at the provider, records, announces. */
@SpringBootApplication
public class PaymentServiceApplication {
  public static void main(String[] args) {
    Service.run(PaymentServiceApplication.class, args);
  }
}
