package io.github.paymentsuite.notify;

import io.github.paymentsuite.events.PaymentSucceeded;
import io.github.paymentsuite.notify.NotificationMapper.Due;
import io.github.paymentsuite.starter.PaymentRules;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;

/** The payer is told of the payment. */
@Component
class PaymentSucceededRules implements PaymentRules {
  private static final Logger log = LoggerFactory.getLogger(PaymentSucceededRules.class);

  private final Notifications notifications;
  private final SmsSenders senders;

  PaymentSucceededRules(Notifications notifications, SmsSenders senders) {
    this.notifications = notifications;
    this.senders = senders;
  }

  @Override
  public void apply(PaymentSucceeded payment) {
    once(payment, () -> applyAll(List.of(payment)));
  }

  @Override
  public void applyAll(List<PaymentSucceeded> payments) {
    int reserved = senders.reserve(payments.size());
    List<Due> claimed = List.of();
    try {
      claimed = notifications.prepareAll(payments, reserved);
    } finally {
      senders.release(reserved - claimed.size());
    }
    claimed.forEach(senders::sendClaimed);
    if (reserved < payments.size()) {
      senders.sendLeft();
    }
  }

  @Override
  public void applyAgain(PaymentSucceeded payment) {
    once(payment, () -> notifications.prepareAgain(payment));
  }

  private static void once(PaymentSucceeded payment, Runnable preparation) {
    try {
      preparation.run();
    } catch (DuplicateKeyException prepared) {
      log.info(
          "notification of payment {} of order {} was made before",
          payment.paymentNo(),
          payment.orderId());
    }
  }
}
