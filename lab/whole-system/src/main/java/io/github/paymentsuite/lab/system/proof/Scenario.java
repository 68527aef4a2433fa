package io.github.paymentsuite.lab.system.proof;

/** What is done to a system so that a mistake, if there is one, comes to light. */
interface Scenario {
  void play(Scene scene);
}
