package io.github.paymentsuite.points;

import io.github.paymentsuite.events.PaymentSucceeded;
import java.time.Instant;

/**
 * Points awarded, as one row of the ledger {@code points_record}.
 *
 * @param id order of the ledger; 0 before the row is there
 * @param points one for each whole yuan paid, so also 0
 */
record PointsRecord(
    long id,
    String paymentNo,
    long userId,
    String orderId,
    long points,
    Reason reason,
    Instant createdAt) {

  /** Why points were awarded. */
  enum Reason {
    /** The user paid an order. */
    PAYMENT
  }

  static PointsRecord of(PaymentSucceeded payment, Instant now) {
    return new PointsRecord(
        0,
        payment.paymentNo(),
        payment.userId(),
        payment.orderId(),
        payment.amount().wholeYuan(),
        Reason.PAYMENT,
        now);
  }
}
