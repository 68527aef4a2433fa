package io.github.paymentsuite.payment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
  private static final Instant SINCE = Instant.parse("2026-01-31T12:00:00Z");

  @ParameterizedTest
  @CsvSource({"0, 2", "24, 2", "120, 10", "900, 75", "43200, 3600", "999999, 3600"})
  void waitsATwelfthOfTheAgeWithinItsBounds(long ageSeconds, double pauseSeconds) {
    Backoff backoff = new Backoff(Duration.ofSeconds(2), Duration.ofHours(1));
    Instant now = SINCE.plusSeconds(ageSeconds);
    for (int i = 0; i < 100; i++) {
      assertThat(Duration.between(now, backoff.next(SINCE, now)).toMillis() / 1000.0)
          .isBetween(pauseSeconds * 0.75, pauseSeconds);
    }
  }

  @Test
  void spreadsThoseThatWereHeldUpTogether() {
    Backoff backoff = new Backoff(Duration.ofSeconds(2), Duration.ofHours(1));
    Instant now = SINCE.plusSeconds(900);
    assertThat(Stream.generate(() -> backoff.next(SINCE, now)).limit(100).distinct().count())
        .isGreaterThan(50);
  }
}
