package io.github.paymentsuite.payment;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before asking again: an eighth of the age of what is asked about, so that what
 * was held up by an outage is taken up again within an eighth of the outage's length.
 */
record Backoff(Duration shortest, Duration longest) {
  private static final int SHARE_OF_AGE = 8;

  /** At most a fifth earlier or later than that, so that those held up together spread out. */
  Instant next(Instant since, Instant now) {
    Duration pause = Duration.between(since, now).dividedBy(SHARE_OF_AGE);
    if (pause.compareTo(longest) > 0) {
      pause = longest;
    }
    if (pause.compareTo(shortest) < 0) {
      pause = shortest;
    }
    long fifth = pause.toMillis() / 5;
    return now.plus(pause).plusMillis(ThreadLocalRandom.current().nextLong(-fifth, fifth + 1));
  }
}
