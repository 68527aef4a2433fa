package io.github.paymentsuite.lab.system.proof;

/** One part of the proof, which can be run alone and goes on where it was stopped. */
interface ProofPart {
  /** The options that it takes, on one line. */
  String usage();

  /**
   * @return whether all that ran held
   */
  boolean run(Arguments arguments);
}
