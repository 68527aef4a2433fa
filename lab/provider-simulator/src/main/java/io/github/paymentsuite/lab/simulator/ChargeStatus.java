package io.github.paymentsuite.lab.simulator;

/** The states in which the provider shows a charge to the world. */
enum ChargeStatus {
  /** On record but not yet shown to anyone: a query finds nothing. */
  UNSEEN,
  /** The user is still deciding. */
  PENDING,
  /** The money was taken. */
  PAID,
  /** Definitely refused; nothing was taken and nothing can be. */
  DECLINED,
  /** Ended unpaid and can never be paid. */
  CLOSED,
  /** Was paid, and the money went back in full. */
  REFUNDED;

  /** The state that an accepted reversal leaves behind; ended charges stay as they are. */
  ChargeStatus reversed() {
    return switch (this) {
      case UNSEEN, PENDING, CLOSED -> CLOSED;
      case PAID, REFUNDED -> REFUNDED;
      case DECLINED -> DECLINED;
    };
  }
}
