package io.github.paymentsuite.order;

import io.github.paymentsuite.events.Money;
import io.github.paymentsuite.events.PaymentSucceeded;
import java.time.Instant;

/** A payment that cannot make its order PAID: money taken that a person has to decide about. */
record OrderCase(
    String paymentNo,
    String orderId,
    long userId,
    Money amount,
    Instant payTime,
    Reason reason,
    Instant openedAt) {

  /** Why the order did not become PAID by it. */
  enum Reason {
    /** Someone other than the order's user paid. */
    USER_MISMATCH,
    /** Another amount than the order's was paid. */
    AMOUNT_MISMATCH,
    /** The order had been cancelled before the payment arrived. */
    ORDER_CANCELLED,
    /** The order is PAID already, by another payment. */
    PAID_BY_ANOTHER_PAYMENT,
    /** There is no such order, and the payment has waited for it in vain. The one that can pass. */
    ORDER_UNKNOWN
  }

  static OrderCase of(PaymentSucceeded payment, Reason reason, Instant now) {
    return new OrderCase(
        payment.paymentNo(),
        payment.orderId(),
        payment.userId(),
        payment.amount(),
        payment.payTime(),
        reason,
        now);
  }

  /** What it is about. */
  PaymentSucceeded payment() {
    return PaymentSucceeded.of(paymentNo, orderId, userId, amount, payTime);
  }
}
