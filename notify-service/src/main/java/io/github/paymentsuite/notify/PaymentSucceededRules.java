package io.github.paymentsuite.notify;

import io.github.paymentsuite.events.PaymentSucceeded;
import io.github.paymentsuite.starter.PaymentRules;
import java.util.List;
import org.springframework.stereotype.Component;

/** The payer is told of the payment. */
@Component
class PaymentSucceededRules implements PaymentRules {
  private final Notifications notifications;
  private final SmsSenders senders;

  PaymentSucceededRules(Notifications notifications, SmsSenders senders) {
    this.notifications = notifications;
    this.senders = senders;
  }

  @Override
  public void apply(PaymentSucceeded payment) {
    notifications.prepare(payment);
    senders.offer(payment.paymentNo());
  }

  @Override
  public void applyAll(List<PaymentSucceeded> payments) {
    notifications.prepareAll(payments);
    payments.forEach(payment -> senders.offer(payment.paymentNo()));
  }

  @Override
  public void applyAgain(PaymentSucceeded payment) {
    notifications.prepareAgain(payment);
  }
}
