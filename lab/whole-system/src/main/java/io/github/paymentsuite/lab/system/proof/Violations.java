package io.github.paymentsuite.lab.system.proof;

import java.util.ArrayList;
import java.util.List;

/** Gathers violations: every invariant is looked at, also after another one failed. */
final class Violations {
  private final List<Violation> found = new ArrayList<>();

  void require(boolean holds, Invariant invariant, String orderId, String otherwise) {
    if (!holds) {
      found.add(new Violation(invariant, orderId, otherwise));
    }
  }

  List<Violation> found() {
    return List.copyOf(found);
  }
}
