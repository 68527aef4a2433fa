package io.github.paymentsuite.lab.system.proof;

import java.util.ArrayList;
import java.util.List;

/** Decides from the client's history and from what is observed whether the promise was kept. */
final class Checker {
  private final History history;
  private final Observed seen;
  private final List<Violation> violations = new ArrayList<>();

  private Checker(History history, Observed seen) {
    this.history = history;
    this.seen = seen;
  }

  /** All violations of all invariants; empty if the promise was kept. */
  static List<Violation> check(History history, Observed seen) {
    Checker checker = new Checker(history, seen);
    checker.nothingIsLeft();
    return List.copyOf(checker.violations);
  }

  private void nothingIsLeft() {
    Quiet.open(seen).forEach(what -> violations.add(new Violation("nothing is left", null, what)));
  }
}
