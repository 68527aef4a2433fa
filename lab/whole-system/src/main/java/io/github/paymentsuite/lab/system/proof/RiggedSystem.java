package io.github.paymentsuite.lab.system.proof;

import io.github.paymentsuite.lab.fault.CrashPoint;
import io.github.paymentsuite.lab.fault.TrapFolder;
import io.github.paymentsuite.lab.system.ProjectRoot;
import io.github.paymentsuite.lab.system.ServiceJar;
import io.github.paymentsuite.lab.system.ServiceProcess;
import io.github.paymentsuite.lab.system.WholeSystem;
import io.github.paymentsuite.lab.system.WholeSystem.Options;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * The whole system with the fault agent in every service: fails where it is told to. What dies is
 * started again, and the waits that a crash makes necessary are shorter than the shipped ones.
 */
final class RiggedSystem implements AutoCloseable {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  private final WholeSystem system;
  private final TrapFolder traps;
  private final Observation observation;
  private final Supervisor supervisor;
  private final Clock clock = Clock.systemUTC();

  private RiggedSystem(WholeSystem system, TrapFolder traps) {
    this.system = system;
    this.traps = traps;
    this.observation = new Observation(system, Witness.of(system), false);
    this.supervisor = new Supervisor(system, new History(new Workload(0, List.of(), List.of())));
  }

  /**
   * Starts it.
   *
   * @param traps what is to go wrong, and what did
   */
  static RiggedSystem start(Options options, TrapFolder traps) {
    Path agent = ServiceJar.of(ProjectRoot.find(), "lab/fault-agent").path();
    Options rigged = options;
    for (String service : WholeSystem.SERVICES) {
      rigged = rigged.withJvmArguments(service, traps.jvmArgument(agent));
    }
    return new RiggedSystem(WholeSystem.start(rigged), traps);
  }

  /** With the waits that a crash makes necessary as short as they may be. */
  static Options impatient(Path directory) {
    return Options.forTests(directory)
        .withShortWaits()
        .withEnvironment(WholeSystem.SIMULATOR, "SIMULATOR_PENDINGSETTLESAFTER", "9s")
        .withEnvironment(WholeSystem.SIMULATOR, "SIMULATOR_LATECHARGELANDSAFTER", "9s")
        .withEnvironment(WholeSystem.PAYMENT, "PAYMENT_ANSWERWITHIN", "6s")
        .withEnvironment(WholeSystem.PAYMENT, "PAYMENT_PROVIDER_GIVEUPAFTER", "4s")
        .withEnvironment(WholeSystem.PAYMENT, "PAYMENT_RESOLVER_LEASE", "10s")
        .withEnvironment(WholeSystem.PAYMENT, "PAYMENT_FULFILMENT_FIRSTAFTER", "4s")
        .withEnvironment(WholeSystem.PAYMENT, "PAYMENT_FULFILMENT_LEASE", "12s")
        .withEnvironment(WholeSystem.ORDER, "PAYMENTEVENTS_MAXATTEMPTS", "6");
  }

  WholeSystem system() {
    return system;
  }

  TrapFolder traps() {
    return traps;
  }

  /** Where deaths and new starts are told. */
  void tell(History history) {
    supervisor.tell(history);
  }

  Observed observe() {
    return observation.read();
  }

  /** Waits until everything runs and nothing is on its way, or until the limit. */
  Quiet.Seen awaitQuiet(Duration limit) {
    awaitAllReady();
    return Quiet.await(observation::read, clock.instant().plus(limit));
  }

  /** Waits until everything that died runs again. */
  void awaitAllReady() {
    supervisor.awaitAllReady();
  }

  /**
   * Waits until a process has died at the point once more than so many times.
   *
   * @return whether one did within the limit
   */
  boolean awaitDeath(CrashPoint point, int before, Duration limit) {
    return await(limit, () -> traps.victims(point).size() > before)
        && await(
            limit,
            () ->
                traps.victims(point).stream()
                    .noneMatch(
                        pid -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent()));
  }

  /** Whether it came true within the limit. */
  static boolean await(Duration limit, BooleanSupplier condition) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline >= 0) {
        return false;
      }
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
    return true;
  }

  /** Changes the schemas, past the migrations. */
  void administer(List<String> statements) {
    try (Connection root = system.infrastructure().administer("");
        Statement statement = root.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** Kills a service from outside; it is started again like any that died. */
  void kill(String service) {
    system.instances(service).forEach(ServiceProcess::kill);
  }

  @Override
  public void close() {
    supervisor.close();
    system.close();
  }
}
