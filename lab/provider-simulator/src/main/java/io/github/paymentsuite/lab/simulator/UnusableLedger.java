package io.github.paymentsuite.lab.simulator;

/** A ledger file that the simulator must not work with; the message says which and why. */
final class UnusableLedger extends RuntimeException {

  private static final long serialVersionUID = 1;

  UnusableLedger(String message) {
    super(message);
  }
}
