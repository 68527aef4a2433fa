package io.github.paymentsuite.lab.infrastructure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What starting a part means, whatever runs it: its ports are free, it is launched, and it serves
 * within bounds.
 */
abstract class StartablePart implements Part {

  /** As for the services. On two cores that a dozen JVMs share, a minute was too short. */
  private static final Duration START_LIMIT = Duration.ofSeconds(120);

  private static final Duration POLL_INTERVAL = Duration.ofMillis(25);

  private final String name;
  private final List<Integer> ports;
  private final Consumer<String> progress;
  private Supplier<Readiness> readiness;
  private long launchedAt;
  private volatile boolean paused;

  StartablePart(String name, List<Integer> ports, Consumer<String> progress) {
    this.name = name;
    this.ports = ports;
    this.progress = progress;
  }

  /** One for each start. Set after construction, as the parts' readiness depends on one another. */
  final void readyWhen(Supplier<Readiness> readiness) {
    this.readiness = readiness;
  }

  abstract void run();

  abstract void suspend();

  abstract void unsuspend();

  abstract String lastOutput();

  @Override
  public final String name() {
    return name;
  }

  /** Whether it can be expected to answer: a paused part runs, but does not. */
  final boolean isServing() {
    return isRunning() && !paused;
  }

  @Override
  public final synchronized void start() {
    if (!isRunning()) {
      launch();
      awaitReady();
    }
  }

  /** Starts it without waiting. */
  final synchronized void launch() {
    ports.stream()
        .filter(port -> !FreePorts.isFree(port))
        .findFirst()
        .ifPresent(
            port -> {
              throw new IllegalStateException(
                  "Port %d of the %s is taken by another process".formatted(port, name));
            });
    launchedAt = System.nanoTime();
    paused = false;
    run();
  }

  final synchronized void awaitReady() {
    Readiness served = readiness.get();
    Exception missing = null;
    while (sinceLaunch().compareTo(START_LIMIT) < 0) {
      if (!isRunning()) {
        throw new IllegalStateException(
            "The %s ended while starting. Its last lines:%n%s".formatted(name, lastOutput()),
            missing);
      }
      try {
        served.check();
        progress.accept("%s ready after %.1f s".formatted(name, sinceLaunch().toMillis() / 1000.0));
        return;
      } catch (Exception e) {
        missing = e;
      }
      LockSupport.parkNanos(POLL_INTERVAL.toNanos());
    }
    throw new IllegalStateException(
        "The %s does not serve after %s. Its last lines:%n%s"
            .formatted(name, START_LIMIT, lastOutput()),
        missing);
  }

  @Override
  public final void pause() {
    paused = true;
    suspend();
  }

  @Override
  public final void resume() {
    unsuspend();
    paused = false;
  }

  private Duration sinceLaunch() {
    return Duration.ofNanos(System.nanoTime() - launchedAt);
  }
}
