package io.github.paymentsuite.payment;

import java.util.Set;

/** Where a payment attempt stands. Live states keep every other attempt off the order. */
enum AttemptState {
  /** Committed before the provider is called; the charge may be under way, taken, or lost. */
  CHARGING,
  /** Given up on: being undone at the provider. There is no way back from here to a payment. */
  REVERSING,
  /** Charged and recorded. For ever. */
  PAID,
  /** The provider refused it for good. */
  DECLINED,
  /** Ended without money, or with the money given back. */
  CLOSED;

  boolean isLive() {
    return this == CHARGING || this == REVERSING || this == PAID;
  }

  /** The same moves as in the guarded updates of {@link PaymentAttemptMapper}. */
  boolean canMoveTo(AttemptState next) {
    return switch (this) {
      case CHARGING -> Set.of(PAID, DECLINED, REVERSING, CLOSED).contains(next);
      case REVERSING -> Set.of(CLOSED, DECLINED).contains(next);
      case PAID, DECLINED, CLOSED -> false;
    };
  }
}
