package io.github.paymentsuite.order;

import io.github.paymentsuite.events.PaymentSucceeded;
import io.github.paymentsuite.starter.PaymentRules;
import org.springframework.stereotype.Component;

/** The order becomes PAID, or the payment becomes a case. */
@Component
class PaymentSucceededRules implements PaymentRules {
  private final Orders orders;

  PaymentSucceededRules(Orders orders) {
    this.orders = orders;
  }

  @Override
  public void apply(PaymentSucceeded payment) {
    orders.pay(payment);
  }
}
