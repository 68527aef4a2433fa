package io.github.paymentsuite.lab.system.proof;

import io.github.paymentsuite.lab.system.ProjectRoot;
import io.github.paymentsuite.lab.system.proof.FaultRun.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;

/** Payments under a random schedule of faults, one seed after the other. */
final class FaultsPart implements ProofPart {
  private static final Duration PER_PAYMENT = Duration.ofMillis(200);
  private static final int VIOLATIONS_TOLD = 20;

  @Override
  public String usage() {
    return "[--seed N | --seeds A-B] [--payments N] [--faults N] [--again]";
  }

  @Override
  public boolean run(Arguments arguments) {
    arguments.allowing("seed", "seeds", "payments", "faults", "again");
    int payments = arguments.number("payments", 1000);
    int faults = arguments.number("faults", 50);
    Path directory = ProjectRoot.find().resolve(".data/proof");
    boolean held = true;
    for (int seed : arguments.range("seed", "seeds", 1, 10)) {
      // Most providers do not recognise a message that they had before; see what that costs.
      boolean smsDeduplicated = seed % 5 != 0;
      FaultRun run =
          new FaultRun(
              seed,
              payments,
              faults,
              PER_PAYMENT.multipliedBy(payments),
              smsDeduplicated,
              directory);
      FaultSchedule.of(seed, faults, run.over()).faults().forEach(System.out::println);
      Outcome outcome = run.run(FaultRun.options(directory, smsDeduplicated), FaultsPart::progress);
      held &= tell(run, outcome);
    }
    return held;
  }

  /** Whether the promise held. */
  private static boolean tell(FaultRun run, Outcome outcome) {
    List<Violation> violations = outcome.findings().violations();
    TreeMap<String, Integer> answers = new TreeMap<>();
    outcome
        .history()
        .calls()
        .forEach(call -> answers.merge(call.operation() + " " + call.status(), 1, Integer::sum));
    progress(
        "seed %d: %d violations, quiet after %d s, %d duplicates, %d doubled SMS, answers %s"
            .formatted(
                run.seed(),
                violations.size(),
                outcome.untilQuiet().toSeconds(),
                outcome.duplicates(),
                outcome.findings().doubledSms(),
                answers));
    violations.stream().limit(VIOLATIONS_TOLD).forEach(one -> tell(outcome.history(), one));
    return violations.isEmpty();
  }

  private static void tell(History history, Violation violation) {
    System.out.println(violation);
    if (violation.orderId() != null) {
      history.of(violation.orderId()).forEach(line -> System.out.println("    " + line));
    }
  }

  private static void progress(String line) {
    System.out.println(line);
  }
}
