package io.github.paymentsuite.lab.system.proof;

import io.github.paymentsuite.lab.infrastructure.PoweredDisk;
import io.github.paymentsuite.lab.system.ServiceProcess;
import io.github.paymentsuite.lab.system.WholeSystem;
import io.github.paymentsuite.lab.system.WholeSystem.Options;
import io.github.paymentsuite.lab.system.proof.Call.Operation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * A system whose database and broker store everything on a disk that can lose its power. The
 * witnesses, which are the providers' ledgers and the client's history, lie elsewhere.
 */
final class PoweredSystem implements AutoCloseable {
  /** Everything is final so soon after the power is back. */
  private static final Duration PROMISED = Duration.ofSeconds(120);

  /** What is lost is lost: a system that has lost something may never be quiet again. */
  private static final Duration LONG_ENOUGH_FOR_A_LOSS = Duration.ofSeconds(20);

  /** A cut before so many payments of its workload were acknowledged would show little. */
  private static final int LEAST_ACKNOWLEDGED = 10;

  private static final Duration LOAD_LIMIT = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final Clock clock = Clock.systemUTC();
  private final Durability durability;
  private final Path directory;
  private final PoweredDisk disk;
  private final WholeSystem system;
  private final Witness witness;
  private final Observation observation;
  // On Ctrl-C too: nobody wants to be left with a mount.
  private final Thread closing = new Thread(this::closeAll, "closing-powered-system");
  private History history;

  private PoweredSystem(Durability durability, Path directory, PoweredDisk disk) {
    this.durability = durability;
    this.directory = directory;
    this.disk = disk;
    Options options = FaultRun.options(directory, true).withInstances(1);
    system =
        WholeSystem.start(
            options.withInfrastructure(
                durability.of(options.infrastructure()).withStoreOn(disk.path())));
    witness = Witness.of(system);
    observation = new Observation(system, witness, true);
    // A system that has just started is slow, and its first cut would hit nothing.
    history = OpenLoopClient.run(system, PowerCut.warmUp());
    // Schemas, topics and users have been there for long.
    disk.sync();
    Runtime.getRuntime().addShutdownHook(closing);
  }

  /**
   * What a cut has done.
   *
   * @param acknowledged orders of this cut whose payment the client was told before it
   * @param lostPayments acknowledged ones, of this cut and of earlier ones, that are not recorded
   *     when database and broker serve again, before anybody can heal that
   * @param acknowledgedMessages half messages of payments that were committed before it, of this
   *     cut and of earlier ones
   * @param lostMessages how many of these are not at the broker any more
   * @param untilQuiet from when the power is back
   */
  record Outcome(
      PowerCut cut,
      History history,
      long acknowledged,
      long lostPayments,
      long acknowledgedMessages,
      long lostMessages,
      Duration untilQuiet,
      List<Violation> violations) {}

  static PoweredSystem start(Durability durability, Path directory) {
    PoweredDisk disk = PoweredDisk.in(directory);
    try {
      return new PoweredSystem(durability, directory, disk);
    } catch (RuntimeException failure) {
      disk.close();
      throw failure;
    }
  }

  Outcome survive(PowerCut cut) {
    Workload workload = cut.workload();
    History sinceStart = new History(workload);
    // What an earlier cut has left alone, a later one may not take away.
    history.calls().forEach(sinceStart::add);
    history.incidents().forEach(sinceStart::add);
    history = sinceStart;
    CompletableFuture<Void> customers =
        CompletableFuture.runAsync(
            () -> OpenLoopClient.run(system, workload, sinceStart),
            task -> new Thread(task, "customers").start());
    LockSupport.parkNanos(cut.after().toNanos());
    awaitLoad(workload);

    disk.cutPower();
    Instant cutAt = clock.instant();
    system.infrastructure().killParts();
    List<ServiceProcess> services = cut.servicesToo() ? services() : List.of();
    services.forEach(ServiceProcess::kill);
    history.add(new History.Incident(cutAt, cut.toString()));
    Set<String> acknowledgedPayments = acknowledgedPayments();
    List<Witness.HalfMessage> acknowledgedMessages = witness.committed();

    disk.restorePower();
    services.forEach(ServiceProcess::launch);
    system.infrastructure().startParts();
    observation
        .read()
        .payment()
        .records()
        .forEach(record -> acknowledgedPayments.remove(record.paymentNo()));
    long lostMessages = acknowledgedMessages.stream().filter(this::isLost).count();
    services.forEach(ServiceProcess::awaitReady);
    Instant backAt = clock.instant();
    history.add(new History.Incident(backAt, "the power is back"));

    customers.join();
    Quiet.Seen end =
        Quiet.await(
            observation::read,
            backAt.plus(durability == Durability.SHIPPED ? PROMISED : LONG_ENOUGH_FOR_A_LOSS));
    OpenLoopClient.askAboutEveryOrder(system, workload, history);
    return new Outcome(
        cut,
        history,
        acknowledgedBefore(cutAt, workload),
        acknowledgedPayments.size(),
        acknowledgedMessages.size(),
        lostMessages,
        end.after(backAt),
        Checker.check(history, end.observed(), 0).violations());
  }

  Path writeHistory() {
    Path file = directory.resolve("history.jsonl");
    history.writeTo(file);
    return file;
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(closing);
    closeAll();
  }

  private void closeAll() {
    try (disk) {
      system.close();
    }
  }

  /** By their numbers. */
  private Set<String> acknowledgedPayments() {
    return history.calls().stream()
        .filter(call -> call.is(Operation.PAY, 200))
        .map(call -> call.field("paymentNo"))
        .collect(Collectors.toCollection(HashSet::new));
  }

  private boolean isLost(Witness.HalfMessage message) {
    try {
      return !system
          .infrastructure()
          .brokerAdministration()
          .hasTransaction(message.transactionId(), message.commitLogOffset());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** On a slow machine the load comes later than planned, and the cut with it. */
  private void awaitLoad(Workload workload) {
    Instant limit = clock.instant().plus(LOAD_LIMIT);
    while (acknowledgedBefore(clock.instant(), workload) < LEAST_ACKNOWLEDGED
        && clock.instant().isBefore(limit)) {
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private long acknowledgedBefore(Instant instant, Workload workload) {
    Set<String> orders =
        workload.payments().stream().map(Workload.Planned::orderId).collect(Collectors.toSet());
    return history.calls().stream()
        .filter(call -> call.is(Operation.PAY, 200) && orders.contains(call.orderId()))
        .filter(call -> call.at().plus(call.latency()).isBefore(instant))
        .map(Call::orderId)
        .distinct()
        .count();
  }

  private List<ServiceProcess> services() {
    return WholeSystem.SERVICES.stream()
        .flatMap(service -> system.instances(service).stream())
        .toList();
  }
}
