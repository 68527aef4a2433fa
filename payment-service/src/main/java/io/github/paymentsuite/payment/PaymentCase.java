package io.github.paymentsuite.payment;

import java.time.Instant;

/** What needs a person: the provider says one thing and the attempt another. */
record PaymentCase(
    long id, String attemptNo, String orderId, Reason reason, String detail, Instant openedAt) {

  /** What is wrong. */
  enum Reason {
    /** The provider took another amount, or says so of another attempt. */
    PAID_MISMATCH,
    /** Nobody could tell for long; it is asked about still. */
    UNRESOLVED,
    /** Paid at the provider after the attempt had been closed; given back. */
    LATE_PAYMENT
  }
}
