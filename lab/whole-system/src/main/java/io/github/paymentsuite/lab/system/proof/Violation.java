package io.github.paymentsuite.lab.system.proof;

/**
 * What may not be, and is.
 *
 * @param orderId the order concerned; null if it is none in particular
 */
record Violation(Invariant invariant, String orderId, String what) {
  @Override
  public String toString() {
    return "%s%s: %s (%s)"
        .formatted(invariant, orderId == null ? "" : " of " + orderId, what, invariant.sentence());
  }
}
