package io.github.paymentsuite.payment;

/** The key came with another request before. */
class IdempotencyKeyReused extends RuntimeException {
  private static final long serialVersionUID = 1;

  IdempotencyKeyReused() {
    super("this Idempotency-Key was used for another request");
  }
}
