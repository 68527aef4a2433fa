package io.github.paymentsuite.payment;

import io.github.paymentsuite.events.Money;
import java.time.Instant;

/** What the database holds of an attempt to pay: the only ground for an answer to the client. */
record Payment(
    String paymentNo,
    String orderId,
    long userId,
    Money amount,
    AttemptState state,
    Instant payTime,
    String declineReason) {

  /** What a client is told. */
  enum Status {
    /** Charged and recorded. */
    SUCCESS,
    /** Not known yet, or not recorded yet; it will become one of the others. */
    PROCESSING,
    /** Declined or closed unpaid. */
    FAILED
  }

  static Payment processing(PaymentAttempt attempt) {
    return new Payment(
        attempt.attemptNo(),
        attempt.orderId(),
        attempt.userId(),
        attempt.amount(),
        AttemptState.CHARGING,
        null,
        null);
  }

  /** Of an attempt whose local transaction this thread has just committed. */
  static Payment recorded(PaymentAttempt attempt, Instant payTime) {
    return new Payment(
        attempt.attemptNo(),
        attempt.orderId(),
        attempt.userId(),
        attempt.amount(),
        AttemptState.PAID,
        payTime,
        null);
  }

  Status status() {
    return switch (state) {
      case PAID -> Status.SUCCESS;
      case CHARGING, REVERSING -> Status.PROCESSING;
      case DECLINED, CLOSED -> Status.FAILED;
    };
  }

  boolean isOf(PaymentRequest request) {
    return userId == request.userId() && amount.equals(request.amount());
  }
}
