package io.github.paymentsuite.notify;

import io.github.paymentsuite.events.PaymentSucceeded;
import io.github.paymentsuite.starter.PaymentRules;
import org.springframework.stereotype.Component;

/** The payer is told of the payment. */
@Component
class PaymentSucceededRules implements PaymentRules {
  private final Notifications notifications;
  private final SmsDelivery delivery;

  PaymentSucceededRules(Notifications notifications, SmsDelivery delivery) {
    this.notifications = notifications;
    this.delivery = delivery;
  }

  @Override
  public void apply(PaymentSucceeded payment) {
    notifications.prepare(payment);
    delivery.deliver(payment.paymentNo());
  }
}
