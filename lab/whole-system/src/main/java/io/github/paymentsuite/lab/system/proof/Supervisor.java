package io.github.paymentsuite.lab.system.proof;

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
  private static final Duration INTERVAL = Duration.ofMillis(500);

  private final WholeSystem system;
  private final History history;
  private final Clock clock = Clock.systemUTC();
  private final Set<ServiceProcess> heldDown = ConcurrentHashMap.newKeySet();
  private final Thread thread = new Thread(this::supervise, "supervisor");
  private volatile boolean closed;

  Supervisor(WholeSystem system, History history) {
    this.system = system;
    this.history = history;
    thread.setDaemon(true);
    thread.start();
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

  /** Starts nothing any more. */
  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void supervise() {
    while (!closed) {
      for (ServiceProcess instance : system.everyInstance()) {
        if (!instance.isAlive() && !heldDown.contains(instance)) {
          history.add(
              new Incident(
                  clock.instant(), instance.name() + " ended by itself and is started again"));
          instance.launch();
        }
      }
      LockSupport.parkNanos(INTERVAL.toNanos());
    }
  }
}
