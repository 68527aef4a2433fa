package io.github.paymentsuite.lab.system.proof;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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

  /** What was seen in the end, and when. */
  record Seen(Observed observed, Instant at) {
    boolean isQuiet() {
      return open(observed).isEmpty();
    }

    Duration after(Instant earlier) {
      return Duration.between(earlier, at);
    }
  }

  /**
   * Waits until nothing is on its way; looks once at least.
   *
   * @param limit after which no look begins: what is quiet only then was not quiet in time
   */
  static Seen await(Supplier<Observed> observation, Instant limit) {
    Clock clock = Clock.systemUTC();
    while (true) {
      Instant at = clock.instant();
      Seen seen = new Seen(observation.get(), at);
      if (seen.isQuiet() || clock.instant().plus(PAUSE).isAfter(limit)) {
        return seen;
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  /**
   * What is still on its way.
   *
   * @param orderId the order concerned; null where the broker only counts
   */
  record Open(String orderId, String what) {}

  static List<Open> open(Observed seen) {
    List<Open> open = new ArrayList<>();
    for (Observed.Attempt attempt : seen.payment().attempts()) {
      if (OPEN_ATTEMPT.contains(attempt.state()) && !isCase(seen, attempt.attemptNo())) {
        open.add(
            new Open(
                attempt.orderId(),
                "attempt %s is %s".formatted(attempt.attemptNo(), attempt.state())));
      }
    }
    for (Observed.Record record : seen.payment().records()) {
      if (!record.settled()) {
        open.add(
            new Open(
                record.orderId(),
                "payment %s is not marked as fulfilled".formatted(record.paymentNo())));
      }
    }
    for (Observed.Notification notification : seen.notification().notifications()) {
      if (OPEN_NOTIFICATION.contains(notification.status())) {
        open.add(
            new Open(
                notification.orderId(),
                "notification of %s is %s"
                    .formatted(notification.paymentNo(), notification.status())));
      }
    }
    for (Map.Entry<String, Long> group : seen.broker().unconsumed().entrySet()) {
      if (group.getValue() != 0) {
        open.add(
            new Open(
                null, "%s has %d messages to consume".formatted(group.getKey(), group.getValue())));
      }
    }
    for (Observed.Charge charge : seen.providers().charges()) {
      if (charge.status().equals("PENDING")) {
        open.add(new Open(charge.orderId(), "charge %s is pending".formatted(charge.attemptNo())));
      }
    }
    if (seen.broker().delayed() != 0) {
      open.add(
          new Open(
              null, "%d messages wait for another delivery".formatted(seen.broker().delayed())));
    }
    if (seen.broker().halfMessages() != 0) {
      open.add(
          new Open(
              null, "%d half messages are not settled".formatted(seen.broker().halfMessages())));
    }
    return open;
  }

  /**
   * The provider took another amount than asked: settled by a person, and asked about until then.
   */
  private static boolean isCase(Observed seen, String attemptNo) {
    return seen.payment().cases().stream()
        .anyMatch(one -> one.paymentNo().equals(attemptNo) && one.reason().equals("PAID_MISMATCH"));
  }
}
