package io.github.paymentsuite.lab.infrastructure;

/** Asks a server whether it serves. */
@FunctionalInterface
interface Readiness {

  /** Returns if it does, and throws what is missing if it does not yet. */
  void check() throws Exception;
}
