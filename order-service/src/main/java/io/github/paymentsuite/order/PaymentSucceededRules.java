package io.github.paymentsuite.order;

import io.github.paymentsuite.events.PaymentSucceeded;
import io.github.paymentsuite.starter.PaymentRules;
import java.util.List;
import org.springframework.stereotype.Component;

/** The order becomes PAID, or the payment becomes a case. */
@Component
class PaymentSucceededRules implements PaymentRules {
  private final Orders orders;
  private final UnknownOrders unknownOrders;

  PaymentSucceededRules(Orders orders, UnknownOrders unknownOrders) {
    this.orders = orders;
    this.unknownOrders = unknownOrders;
  }

  @Override
  public void apply(PaymentSucceeded payment) {
    orders.pay(payment);
  }

  @Override
  public void applyAll(List<PaymentSucceeded> payments) {
    orders.payAll(payments);
  }

  @Override
  public boolean giveUp(PaymentSucceeded payment, RuntimeException failure) {
    boolean isUnknown = failure instanceof OrderNotFound;
    if (isUnknown) {
      unknownOrders.giveUp(payment);
    }
    return isUnknown;
  }
}
