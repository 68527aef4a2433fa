package io.github.paymentsuite.lab.system.proof;

import io.github.paymentsuite.lab.fault.FaultAgent;
import io.github.paymentsuite.lab.system.ServiceProcess;
import io.github.paymentsuite.lab.system.WholeSystem;
import io.github.paymentsuite.lab.system.proof.History.Incident;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/** Starts services again that have died, each at once and on its own. */
final class Restarter implements AutoCloseable {
  private static final Duration READY_LIMIT = Duration.ofMinutes(3);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  private final List<ServiceProcess> services;
  private final ExecutorService threads;
  private final List<Future<?>> watches;
  private final Clock clock = Clock.systemUTC();
  private volatile History history;

  Restarter(WholeSystem system) {
    services =
        WholeSystem.SERVICES.stream()
            .flatMap(service -> system.instances(service).stream())
            .toList();
    threads = Executors.newFixedThreadPool(services.size());
    watches =
        services.stream().<Future<?>>map(service -> threads.submit(() -> watch(service))).toList();
  }

  /** Where deaths and new starts are told. */
  void tell(History listener) {
    history = listener;
  }

  /**
   * Waits until all of them run and are ready.
   *
   * @throws IllegalStateException if the agent in one of them failed, or one does not start again
   */
  void awaitAllReady() {
    services.forEach(this::awaitReady);
  }

  private void awaitReady(ServiceProcess service) {
    long deadline = System.nanoTime() + READY_LIMIT.toNanos();
    while (true) {
      while (!service.isAlive()) {
        requireWatched();
        LockSupport.parkNanos(LOOK_AGAIN.toNanos());
      }
      try {
        service.awaitReady();
        return;
      } catch (IllegalStateException notReady) {
        // If it died on the way it is started once more.
        if (service.isAlive() || System.nanoTime() - deadline >= 0) {
          throw notReady;
        }
      }
    }
  }

  private void requireWatched() {
    for (Future<?> watch : watches) {
      if (watch.isDone()) {
        try {
          watch.get();
        } catch (ExecutionException failed) {
          throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
          throw new IllegalStateException("interrupted", interrupted);
        }
      }
    }
  }

  private void watch(ServiceProcess service) {
    while (!Thread.currentThread().isInterrupted()) {
      if (!service.isAlive()) {
        int exitCode = service.process().awaitExit(Duration.ofSeconds(1));
        if (exitCode == FaultAgent.EXIT_CODE) {
          throw new IllegalStateException(
              "%s ended with %d:%n%s"
                  .formatted(service.name(), exitCode, service.process().lastLines(40)));
        }
        tell("%s ended with %d".formatted(service.name(), exitCode));
        service.launch();
        tell(service.name() + " was started again");
      }
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
  }

  private void tell(String what) {
    History listener = history;
    if (listener != null) {
      listener.add(new Incident(clock.instant(), what));
    }
  }

  /** Before the services are stopped: what is stopped then stays so. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
