package io.github.paymentsuite.lab.system.proof;

/**
 * What may not be, and is.
 *
 * @param invariant the name of the rule
 * @param orderId the order concerned; null if it is none in particular
 */
record Violation(String invariant, String orderId, String what) {
  @Override
  public String toString() {
    return "%s: %s%s".formatted(invariant, orderId == null ? "" : orderId + ": ", what);
  }
}
