package io.github.paymentsuite.lab.system.proof;

import java.util.List;
import java.util.Objects;

/** What a person needs to find out why a run did not hold. */
final class Story {
  private static final int ORDERS_TOLD = 5;

  private Story() {}

  /** Prints the violations, and the history of the payments that they concern. */
  static void tell(History history, List<Violation> violations) {
    violations.forEach(System.out::println);
    violations.stream()
        .map(Violation::orderId)
        .filter(Objects::nonNull)
        .distinct()
        .limit(ORDERS_TOLD)
        .flatMap(orderId -> history.of(orderId).stream())
        .forEach(line -> System.out.println("    " + line));
  }
}
