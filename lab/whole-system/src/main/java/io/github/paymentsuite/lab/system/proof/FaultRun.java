package io.github.paymentsuite.lab.system.proof;

import io.github.paymentsuite.lab.system.WholeSystem;
import io.github.paymentsuite.lab.system.WholeSystem.Options;
import io.github.paymentsuite.lab.system.proof.Workload.Mix;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * One seed: payments, and faults meanwhile, until all is quiet again and the checker has looked.
 *
 * @param directory for data, logs and the history
 * @param over the time in which all payments and faults begin
 * @param patience how long a customer goes on for an answer
 * @param smsDeduplicated whether the SMS provider recognises a message that it has had
 */
record FaultRun(
    long seed,
    int payments,
    int faults,
    Duration over,
    Duration patience,
    boolean smsDeduplicated,
    Path directory) {
  /** Everything is final so soon after the last fault. */
  static final Duration PROMISED = Duration.ofSeconds(120);

  /** Longer than a claim on an SMS may be believed: a pause of this length may double it. */
  private static final Duration LONG_PAUSE = Duration.ofSeconds(5);

  /** Calls to the SMS provider at once from one instance, as shipped. */
  private static final int SENDERS = 16;

  /**
   * What came of it.
   *
   * @param duplicatesMade deliveries that were caused on purpose and not the first of their event
   * @param duplicatesSeen deliveries of which a service says that it had the event before
   */
  record Outcome(
      History history,
      Observed seen,
      Duration untilQuiet,
      long duplicatesMade,
      long duplicatesSeen,
      Checker.Findings findings) {
    List<Violation> violations() {
      return findings.violations();
    }
  }

  /** A system as the fault runs want it, on which others may put their own. */
  static Options options(Path directory, boolean smsDeduplicated) {
    return Options.forTests(directory)
        // As shipped, but for the pauses between two deliveries of a message that could not be
        // handled: the shipped ones end after five hours.
        .withBrokerSettings(
            Map.of("messageDelayLevel", "1s 1s 2s 2s 3s 3s 3s 3s 4s 4s 4s 4s 4s 4s 4s 4s 4s 4s"))
        .withInstances(2)
        .withEnvironment(
            WholeSystem.SIMULATOR, "SIMULATOR_SMS_DEDUPLICATES", Boolean.toString(smsDeduplicated));
  }

  /** The same for the same seed. */
  FaultSchedule schedule() {
    return FaultSchedule.of(seed, faults, over);
  }

  Outcome run(Options options, Consumer<String> progress) {
    Workload workload = Workload.of(seed, payments, over, Mix.OF_EVERYTHING);
    History history = new History(workload);
    try (WholeSystem system = WholeSystem.start(options);
        Supervisor supervisor = new Supervisor(system, history)) {
      Observation observation = new Observation(system, Witness.of(system), smsDeduplicated);
      Redelivery redelivery = new Redelivery(system, seed);
      progress.accept("seed %d: the system runs, payments and faults begin".formatted(seed));
      CompletableFuture<Void> customers =
          CompletableFuture.runAsync(
              () -> OpenLoopClient.run(system, workload, history, patience),
              task -> new Thread(task, "customers").start());
      Instant lastFault =
          new FaultInjector(system, history, redelivery, supervisor).run(schedule());
      progress.accept("seed %d: all faults are over".formatted(seed));
      customers.join();
      Quiet.Seen end = Quiet.await(observation::read, lastFault.plus(PROMISED));
      OpenLoopClient.askAboutEveryOrder(system, workload, history);
      Duration untilQuiet = end.after(lastFault);
      progress.accept(
          "seed %d: %s %d s after the last fault"
              .formatted(seed, end.isQuiet() ? "quiet" : "not quiet", untilQuiet.toSeconds()));
      return new Outcome(
          history,
          end.observed(),
          untilQuiet,
          redelivery.duplicates(),
          observation.duplicatesSeen(),
          Checker.check(history, end.observed(), sendsPaused()));
    } finally {
      history.writeTo(historyFile());
    }
  }

  Path historyFile() {
    return directory.resolve("history.jsonl");
  }

  /** At most: in each long pause all that an instance sends at a time. */
  private int sendsPaused() {
    List<String> senders = List.of(WholeSystem.NOTIFY, WholeSystem.NOTIFY + "-2");
    long pauses =
        schedule().faults().stream()
            .filter(
                fault ->
                    fault.kind() == Fault.Kind.PAUSE
                        && senders.contains(fault.victim())
                        && fault.lasting().compareTo(LONG_PAUSE) > 0)
            .count();
    return Math.toIntExact(pauses * SENDERS);
  }
}
