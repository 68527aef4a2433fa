package io.github.paymentsuite.lab.system.proof;

import io.github.paymentsuite.lab.system.ProjectRoot;
import io.github.paymentsuite.lab.system.WholeSystem;
import io.github.paymentsuite.lab.system.WholeSystem.Options;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Payments under a random schedule of faults, one seed after the other. */
final class FaultsPart implements ProofPart {
  @Override
  public String usage() {
    return "[--seed N | --seeds A-B] [--payments N] [--faults N] [--again]";
  }

  @Override
  public boolean run(Arguments arguments) {
    arguments.allowing("seed", "seeds", "payments", "faults", "again");
    int seed = arguments.number("seed", 1);
    int payments = arguments.number("payments", 1000);
    Path directory = ProjectRoot.find().resolve(".data/proof");
    Workload workload =
        Workload.of(seed, payments, Duration.ofMillis(payments * 200L), Workload.Mix.OF_EVERYTHING);
    try (WholeSystem system =
        WholeSystem.start(
            Options.forTests(directory).withInstances(2).withProgress(System.out::println))) {
      Witness witness = Witness.of(system);
      Observation observation = new Observation(system, witness, false);
      History history = OpenLoopClient.run(system, workload);
      long begun = System.nanoTime();
      Observed seen = Quiet.await(observation::read, Duration.ofSeconds(60));
      System.out.println("quiet after " + (System.nanoTime() - begun) / 1_000_000 + " ms");
      history.writeTo(directory.resolve("history.jsonl"));
      List<Violation> violations = Checker.check(history, seen);
      violations.forEach(System.out::println);
      return violations.isEmpty();
    }
  }
}
