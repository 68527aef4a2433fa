package io.github.paymentsuite.lab.system.proof;

import com.alibaba.fastjson2.JSONObject;
import io.github.paymentsuite.lab.system.ProjectRoot;
import io.github.paymentsuite.lab.system.proof.FaultRun.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** Payments under a random schedule of faults, one seed after the other. */
final class FaultsPart implements ProofPart {
  private static final Duration PER_PAYMENT = Duration.ofMillis(200);
  private static final int VIOLATIONS_TOLD = 20;
  private static final int HISTORIES_TOLD = 3;

  /** A run that saw fewer duplicates has not shown that they do no harm. */
  private static final int PAYMENTS_PER_DUPLICATE = 10;

  @Override
  public String usage() {
    return "[--seed N | --seeds A-B] [--payments N] [--faults N] [--again]";
  }

  @Override
  public boolean run(Arguments arguments) {
    arguments.allowing("seed", "seeds", "payments", "faults", "again");
    int payments = arguments.number("payments", 1000);
    int faults = arguments.number("faults", 50);
    Results results = Results.of("faults");
    boolean held = true;
    for (int seed : arguments.range("seed", "seeds", 1, 10)) {
      Optional<JSONObject> known =
          arguments.has("again")
              ? Optional.empty()
              : results.ofThisCommit().stream()
                  .filter(line -> line.getIntValue("seed") == seed)
                  .filter(line -> line.getIntValue("payments") == payments)
                  .filter(line -> line.getIntValue("faults") == faults)
                  .findFirst();
      JSONObject result = known.orElseGet(() -> run(seed, payments, faults));
      if (known.isEmpty()) {
        results.append(result);
      }
      progress("seed %d%s: %s".formatted(seed, known.isEmpty() ? "" : ", known", result));
      held &= result.getIntValue("violations") == 0;
      if (result.getIntValue("duplicatesSeen") < payments / PAYMENTS_PER_DUPLICATE) {
        progress("seed %d saw too few duplicates to prove anything".formatted(seed));
        held = false;
      }
    }
    return held;
  }

  private static JSONObject run(int seed, int payments, int faults) {
    // Most providers do not recognise a message that they had before; see what that costs.
    boolean smsDeduplicated = seed % 5 != 0;
    Path directory = ProjectRoot.find().resolve(".data/proof/faults-" + seed);
    FaultRun run =
        new FaultRun(
            seed,
            payments,
            faults,
            PER_PAYMENT.multipliedBy(payments),
            OpenLoopClient.PATIENCE,
            smsDeduplicated,
            directory);
    progress("seed %d, the schedule:".formatted(seed));
    run.schedule().faults().forEach(fault -> progress("  " + fault));
    Outcome outcome = run.run(FaultRun.options(directory, smsDeduplicated), FaultsPart::progress);
    tell(run, outcome);
    return result(run, outcome);
  }

  private static JSONObject result(FaultRun run, Outcome outcome) {
    List<Violation> violations = outcome.violations();
    return new JSONObject()
        .fluentPut("seed", run.seed())
        .fluentPut("payments", run.payments())
        .fluentPut("faults", run.faults())
        .fluentPut("faultsByKind", counted(run.schedule().faults().stream(), Fault::kind))
        .fluentPut("smsDeduplicated", run.smsDeduplicated())
        .fluentPut(
            "answers",
            counted(
                outcome.history().calls().stream(), call -> call.operation() + " " + call.status()))
        .fluentPut("paid", outcome.seen().payment().records().size())
        .fluentPut("halfMessagesRolledBack", outcome.seen().broker().rolledBack().size())
        .fluentPut("duplicatesMade", outcome.duplicatesMade())
        .fluentPut("duplicatesSeen", outcome.duplicatesSeen())
        .fluentPut("doubledSms", outcome.findings().doubledSms())
        .fluentPut("secondsToQuiet", outcome.untilQuiet().toSeconds())
        .fluentPut("violations", violations.size())
        .fluentPut("violated", counted(violations.stream(), Violation::invariant));
  }

  private static void tell(FaultRun run, Outcome outcome) {
    List<Violation> violations = outcome.violations();
    violations.stream().limit(VIOLATIONS_TOLD).forEach(one -> progress(one.toString()));
    Set<String> concerned = new HashSet<>();
    for (Violation violation : violations) {
      if (violation.orderId() != null
          && concerned.size() < HISTORIES_TOLD
          && concerned.add(violation.orderId())) {
        progress("the history of " + violation.orderId() + ":");
        outcome.history().of(violation.orderId()).forEach(line -> progress("  " + line));
      }
    }
    if (!violations.isEmpty()) {
      progress(
          "%d violations; lab/prove faults --seed %d --payments %d --faults %d --again runs it again; all of the history is in %s"
              .formatted(
                  violations.size(), run.seed(), run.payments(), run.faults(), run.historyFile()));
    }
  }

  private static <T> Map<String, Integer> counted(Stream<T> all, Function<T, Object> by) {
    Map<String, Integer> counts = new TreeMap<>();
    all.forEach(one -> counts.merge(by.apply(one).toString(), 1, Integer::sum));
    return counts;
  }

  private static void progress(String line) {
    System.out.println(line);
  }
}
