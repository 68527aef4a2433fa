package io.github.paymentsuite.lab.system.proof;

import io.github.paymentsuite.lab.system.proof.Workload.Mix;
import java.time.Duration;
import java.util.Random;

/**
 * A cut of the power under load. When it falls and what it hits follows from seed and number alone.
 *
 * @param after from the first payment, or later if the system is slow
 * @param servicesToo whether the services lose their power as well, or go on without database and
 *     broker
 */
record PowerCut(int seed, int number, Duration after, boolean servicesToo) {
  private static final int PAYMENTS = 80;
  private static final Duration LOAD = Duration.ofSeconds(8);

  /** Before this the load is not there yet. */
  private static final Duration EARLIEST = Duration.ofSeconds(2);

  private static final Duration LATEST = Duration.ofSeconds(7);

  /** Some are cancelled meanwhile or sent twice; none plays a script that takes its time. */
  private static final Mix MIX = new Mix(0, 0, 0.05, 0.1, 0);

  static PowerCut of(int seed, int number) {
    Random random = new Random(seed * 1_000_003L + number);
    long within = LATEST.minus(EARLIEST).toMillis();
    return new PowerCut(
        seed,
        number,
        EARLIEST.plusMillis(random.nextInt((int) within)),
        // By its number, so that few cuts show both.
        number % 2 == 0);
  }

  /** Payments before the first cut of a system. */
  static Workload warmUp() {
    return Workload.of("W", 0, PAYMENTS / 2, LOAD, MIX);
  }

  /** Payments that begin before, during and after the cut. */
  Workload workload() {
    return Workload.of("P%d_%d".formatted(seed, number), seed, PAYMENTS, LOAD, MIX);
  }

  @Override
  public String toString() {
    return "cut %d of seed %d, after %d ms, %s"
        .formatted(
            number,
            seed,
            after.toMillis(),
            servicesToo ? "services too" : "services keep their power");
  }
}
