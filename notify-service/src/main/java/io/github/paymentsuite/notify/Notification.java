package io.github.paymentsuite.notify;

import io.github.paymentsuite.events.Money;
import io.github.paymentsuite.events.PaymentSucceeded;
import io.github.paymentsuite.notify.sms.Phone;
import io.github.paymentsuite.notify.sms.Sms;
import java.time.Instant;

/**
 * The message about one payment, as one row of {@code notification}.
 *
 * @param phone that it was sent to, sealed for its user; null before the first attempt
 * @param attempts how often it was sent, or was about to be
 */
record Notification(
    String paymentNo,
    String orderId,
    long userId,
    Money amount,
    NotificationStatus status,
    SealedPhone phone,
    int attempts,
    Instant sentAt,
    Instant createdAt) {

  /** One that nobody sends yet. */
  static Notification of(PaymentSucceeded payment, NotificationStatus status, Instant now) {
    return of(payment, status, null, 0, now);
  }

  /** One that is sent as soon as it is there. */
  static Notification claimed(PaymentSucceeded payment, SealedPhone phone, Instant now) {
    return of(payment, NotificationStatus.SENDING, phone, 1, now);
  }

  private static Notification of(
      PaymentSucceeded payment,
      NotificationStatus status,
      SealedPhone phone,
      int attempts,
      Instant now) {
    return new Notification(
        payment.paymentNo(),
        payment.orderId(),
        payment.userId(),
        payment.amount(),
        status,
        phone,
        attempts,
        null,
        now);
  }

  /**
   * The SMS for it. Its out-id is the payment's number and not that of the row: numbers of rows
   * come again where a database is restored, and the provider would take the new message for the
   * old one.
   */
  Sms sms(Phone phone) {
    String text = "您的订单 %s 已支付成功，金额 %s 元。".formatted(orderId, amount);
    return new Sms(paymentNo, orderId, phone, text, createdAt);
  }

  @Override
  public String toString() {
    return "notification of payment " + paymentNo + " " + status;
  }
}
