package io.github.paymentsuite.lab.simulator;

/** Why a charge was definitely refused; the names are the codes on the wire. */
enum DeclineReason {
  /** The payer's account cannot cover the amount. */
  INSUFFICIENT_FUNDS("The payer's balance does not cover the amount"),
  /** The charge could not be made before the deadline its caller set. */
  DEADLINE_PASSED("The charge was not made before its deadline");

  private final String message;

  DeclineReason(String message) {
    this.message = message;
  }

  String message() {
    return message;
  }
}
