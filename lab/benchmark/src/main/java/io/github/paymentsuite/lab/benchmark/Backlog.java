package io.github.paymentsuite.lab.benchmark;

import io.github.paymentsuite.lab.system.ServiceProcess;
import io.github.paymentsuite.lab.system.WholeSystem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/**
 * One participant is away while customers pay, and comes back; and many messages that wait for a
 * participant are drained.
 */
final class Backlog {
  private static final int CLIENTS = 64;
  private static final int WARM_UP = 3000;
  private static final Duration LIMIT = Duration.ofMinutes(40);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final Path directory;
  private final Report report;

  Backlog(Path directory, Report report) {
    this.directory = directory;
    this.report = report;
  }

  /**
   * points-service is stopped, so many payments are made, all of them accepted, and it comes back.
   *
   * @param payments that wait for it then
   */
  void run(int payments) {
    try (Arm arm = Arm.startChanged(directory, UnaryOperator.identity())) {
      arm.pay(WARM_UP, CLIENTS);
      ServiceProcess points = arm.system().service(WholeSystem.POINTS);
      points.stop();
      Load load = Load.closed(Arm.newOrders(), payments, CLIENTS);
      arm.effects().createOrders(load);
      Effects.Mark mark = arm.effects().mark();
      long start = System.nanoTime();
      Load.Seen seen = arm.run(load);
      double arrival = payments / secondsSince(start);
      report.say(
          "points-service stopped: %d of %d payments accepted, at %.1f payments/s (asked again: %d).",
          seen.answers().getTotalCount(), payments, arrival, seen.askedAgain());
      long back = System.nanoTime();
      points.start();
      double started = secondsSince(back);
      awaitPoints(arm.effects(), mark, payments);
      double drained = secondsSince(back);
      double rate = payments / (drained - started);
      report.say(
          "It was ready %.1f s after its start and had awarded all of them %.1f s later: %.1f payments/s, %.1f × the"
              + " rate at which they had arrived.",
          started, drained - started, rate, rate / arrival);
      arm.effects().await(load, mark, LIMIT);
      arm.requireAgreement();
    }
  }

  private static void awaitPoints(Effects effects, Effects.Mark mark, int payments) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (effects.pointsSince(mark) < payments) {
      if (System.nanoTime() - deadline >= 0) {
        throw new IllegalStateException("the backlog is not drained after " + LIMIT);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private static double secondsSince(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
