package io.github.paymentsuite.lab.system.proof;

import io.github.paymentsuite.lab.fault.FaultAgent;
import io.github.paymentsuite.lab.system.ServiceProcess;
import io.github.paymentsuite.lab.system.WholeSystem;
import io.github.paymentsuite.lab.system.proof.History.Incident;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Starts again what ended by itself, as the supervisor of a real system does: a service that cannot
 * reach what it needs when it starts gives up and counts on that.
 */
final class Supervisor implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofMillis(100);

  /** What died is ready again so soon, or never. */
  static final Duration READY_LIMIT = Duration.ofMinutes(3);

  private final WholeSystem system;
  private final Clock clock = Clock.systemUTC();
  private final Set<ServiceProcess> heldDown = ConcurrentHashMap.newKeySet();
  private final Thread thread = new Thread(this::supervise, "supervisor");
  private volatile History history;
  private volatile String agentFailure;
  private volatile boolean closed;

  /**
   * @param history in which deaths and new starts are told
   */
  Supervisor(WholeSystem system, History history) {
    this.system = system;
    this.history = history;
    thread.setDaemon(true);
    thread.start();
  }

  /** From now on deaths and new starts are told there. */
  void tell(History next) {
    history = next;
  }

  /** Leaves it alone, dead or alive, until it is released. */
  void hold(ServiceProcess instance) {
    heldDown.add(instance);
  }

  /** Starts it, and sees to it from now on. */
  void release(ServiceProcess instance) {
    instance.launch();
    heldDown.remove(instance);
  }

  /**
   * Waits until all of them run and are ready.
   *
   * @throws IllegalStateException if the agent in one of them failed, or one does not start again
   */
  void awaitAllReady() {
    system.everyInstance().forEach(this::awaitReady);
  }

  /** Starts nothing any more: what is stopped then stays so. */
  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitReady(ServiceProcess instance) {
    long deadline = System.nanoTime() + READY_LIMIT.toNanos();
    while (true) {
      while (!instance.isAlive()) {
        if (agentFailure != null) {
          throw new IllegalStateException(agentFailure);
        }
        if (System.nanoTime() - deadline >= 0) {
          throw new IllegalStateException(instance.name() + " is not started again");
        }
        LockSupport.parkNanos(INTERVAL.toNanos());
      }
      try {
        instance.awaitReady();
        return;
      } catch (IllegalStateException notReady) {
        // If it died on the way it is started once more.
        if (instance.isAlive() || System.nanoTime() - deadline >= 0) {
          throw notReady;
        }
      }
    }
  }

  private void supervise() {
    while (!closed && agentFailure == null) {
      for (ServiceProcess instance : system.everyInstance()) {
        if (!instance.isAlive() && !heldDown.contains(instance)) {
          startAgain(instance);
        }
      }
      LockSupport.parkNanos(INTERVAL.toNanos());
    }
  }

  private void startAgain(ServiceProcess instance) {
    int exitCode = instance.process().awaitExit(Duration.ofSeconds(1));
    if (exitCode == FaultAgent.EXIT_CODE) {
      agentFailure =
          "the agent in %s failed:%n%s"
              .formatted(instance.name(), instance.process().lastLines(40));
      return;
    }
    history.add(
        new Incident(
            clock.instant(),
            "%s ended by itself with %d and is started again"
                .formatted(instance.name(), exitCode)));
    instance.launch();
  }
}
