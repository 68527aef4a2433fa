package io.github.paymentsuite.payment;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before asking again: a twelfth of the age of what is asked about, so that what
 * was held up by an outage is taken up again within a twelfth of the outage's length.
 */
record Backoff(Duration shortest, Duration longest) {
  private static final int SHARE_OF_AGE = 12;

  /** At most a quarter earlier than that, so that those held up together spread out. */
  Instant next(Instant since, Instant now) {
    Duration pause = Duration.between(since, now).dividedBy(SHARE_OF_AGE);
    if (pause.compareTo(longest) > 0) {
      pause = longest;
    }
    if (pause.compareTo(shortest) < 0) {
      pause = shortest;
    }
    long earliest = pause.toMillis() * 3 / 4;
    return now.plusMillis(ThreadLocalRandom.current().nextLong(earliest, pause.toMillis() + 1));
  }
}
