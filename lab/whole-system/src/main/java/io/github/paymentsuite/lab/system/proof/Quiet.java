package io.github.paymentsuite.lab.system.proof;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Whether anything is still on its way. What rests for ever, such as a notification whose user has
 * no phone, is not.
 */
final class Quiet {
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Set<String> OPEN_ATTEMPT = Set.of("CHARGING", "REVERSING");
  private static final Set<String> OPEN_NOTIFICATION = Set.of("PENDING", "SENDING");

  private Quiet() {}

  /**
   * Waits until nothing is on its way.
   *
   * @return what was seen then, or at the limit
   */
  static Observed await(Supplier<Observed> observation, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    Observed seen = observation.get();
    while (!open(seen).isEmpty() && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(PAUSE.toNanos());
      seen = observation.get();
    }
    return seen;
  }

  /** What is still on its way, as sentences. */
  static List<String> open(Observed seen) {
    List<String> open = new ArrayList<>();
    for (Observed.Attempt attempt : seen.payment().attempts()) {
      if (OPEN_ATTEMPT.contains(attempt.state())) {
        open.add("attempt %s is %s".formatted(attempt.attemptNo(), attempt.state()));
      }
    }
    for (Observed.Record record : seen.payment().records()) {
      if (!record.settled()) {
        open.add("payment %s is not marked as fulfilled".formatted(record.paymentNo()));
      }
    }
    for (Observed.Notification notification : seen.notification().notifications()) {
      if (OPEN_NOTIFICATION.contains(notification.status())) {
        open.add(
            "notification of %s is %s".formatted(notification.paymentNo(), notification.status()));
      }
    }
    for (Map.Entry<String, Long> group : seen.broker().unconsumed().entrySet()) {
      if (group.getValue() != 0) {
        open.add("%s has %d messages to consume".formatted(group.getKey(), group.getValue()));
      }
    }
    if (seen.broker().halfMessages() != 0) {
      open.add("%d half messages are not settled".formatted(seen.broker().halfMessages()));
    }
    return open;
  }
}
