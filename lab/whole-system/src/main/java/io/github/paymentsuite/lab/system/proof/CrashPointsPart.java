package io.github.paymentsuite.lab.system.proof;

import com.alibaba.fastjson2.JSONObject;
import io.github.paymentsuite.lab.fault.CrashPoint;
import io.github.paymentsuite.lab.fault.TrapFolder;
import io.github.paymentsuite.lab.system.ProjectRoot;
import io.github.paymentsuite.lab.system.WholeSystem;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Kills at every named instruction of every service, each as often as asked. */
final class CrashPointsPart implements ProofPart {
  private static final int PAYMENT_INSTANCES = 2;
  private static final int ROUNDS_OF_A_BATCH = 16;
  private static final Duration QUIET_LIMIT = Duration.ofSeconds(120);

  /** Batches in which points were not reached that are made up for. */
  private static final int SPARE_BATCHES = 3;

  @Override
  public String usage() {
    return "[--point NAME] [--hits N] [--again]";
  }

  @Override
  public boolean run(Arguments arguments) {
    arguments.allowing("point", "hits", "again");
    Results results = Results.of("crash-points");
    Map<CrashPoint, Integer> missing = new EnumMap<>(CrashPoint.class);
    for (CrashPoint point : points(arguments.text("point", ""))) {
      missing.put(
          point,
          arguments.number("hits", 20) - (arguments.has("again") ? 0 : hitsIn(results, point)));
    }
    int spare = SPARE_BATCHES;
    // Of rounds with a single death each; and a point that is never reached would be tried for
    // ever.
    int most =
        SPARE_BATCHES
            + missing.values().stream().mapToInt(count -> Math.max(0, count)).sum()
                / ROUNDS_OF_A_BATCH;
    for (int batch = 0; batch < most && !isDone(missing) && spare >= 0; batch++) {
      List<Set<CrashPoint>> rounds = rounds(missing);
      if (!runBatch(rounds, results, missing)) {
        return false;
      }
      spare -= rounds.size() < ROUNDS_OF_A_BATCH ? 1 : 0;
    }
    missing.forEach(
        (point, count) ->
            System.out.printf(
                "%s %s%n",
                point.label(), count > 0 ? "was hit " + count + " times too few" : "done"));
    boolean held = results.ofThisCommit().stream().allMatch(CrashPointsPart::isHealthy);
    if (!held) {
      System.out.println("there are violations on record for this commit");
    }
    return held && isDone(missing);
  }

  private static boolean isHealthy(JSONObject batch) {
    return batch.getIntValue("violations") == 0;
  }

  /** In batches without a violation. */
  private static int hitsIn(Results results, CrashPoint point) {
    return results.ofThisCommit().stream()
        .filter(CrashPointsPart::isHealthy)
        .mapToInt(batch -> batch.getJSONObject("hits").getIntValue(point.label()))
        .sum();
  }

  private static List<CrashPoint> points(String label) {
    List<CrashPoint> points =
        Arrays.stream(CrashPoint.values())
            .filter(point -> label.isEmpty() || point.label().equals(label))
            .toList();
    if (points.isEmpty()) {
      throw new Arguments.Wrong(
          Arrays.stream(CrashPoint.values())
              .map(CrashPoint::label)
              .collect(Collectors.joining(", ", "there is no point " + label + ", but ", "")));
    }
    return points;
  }

  private static boolean isDone(Map<CrashPoint, Integer> missing) {
    return missing.values().stream().allMatch(count -> count <= 0);
  }

  /** As many points at a time as there are processes to die; those that lack most come first. */
  private static List<Set<CrashPoint>> rounds(Map<CrashPoint, Integer> missing) {
    Map<CrashPoint, Integer> left = new EnumMap<>(missing);
    List<Set<CrashPoint>> rounds = new ArrayList<>();
    while (rounds.size() < ROUNDS_OF_A_BATCH && !isDone(left)) {
      Set<CrashPoint> round = new LinkedHashSet<>();
      for (String service : WholeSystem.SERVICES) {
        left.entrySet().stream()
            .filter(entry -> entry.getKey().service().equals(service) && entry.getValue() > 0)
            .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
            .limit(service.equals(WholeSystem.PAYMENT) ? PAYMENT_INSTANCES : 1)
            .map(Map.Entry::getKey)
            .forEach(round::add);
      }
      round.forEach(point -> left.merge(point, -1, Integer::sum));
      rounds.add(round);
    }
    return rounds;
  }

  /** Whether there was no violation; what was hit is missing no more. */
  private static boolean runBatch(
      List<Set<CrashPoint>> rounds, Results results, Map<CrashPoint, Integer> missing) {
    Path directory = ProjectRoot.find().resolve(".data/proof/crash-points");
    TrapFolder traps = TrapFolder.empty(directory.resolve("traps"));
    try (RiggedSystem rigged =
        RiggedSystem.start(
            RiggedSystem.impatient(directory.resolve("system"))
                .withInstances(WholeSystem.PAYMENT, PAYMENT_INSTANCES),
            traps)) {
      CrashRounds batch = new CrashRounds(rigged, rounds);
      Map<CrashPoint, Integer> hits = batch.run();
      Instant end = Clock.systemUTC().instant();
      Quiet.Seen seen = rigged.awaitQuiet(QUIET_LIMIT);
      List<Violation> violations = Checker.check(batch.history(), seen.observed(), 0).violations();
      JSONObject hitsByName = new JSONObject();
      hits.forEach((point, count) -> hitsByName.put(point.label(), count));
      JSONObject result =
          new JSONObject()
              .fluentPut("payments", batch.history().workload().payments().size())
              .fluentPut("hits", hitsByName)
              .fluentPut("secondsToQuiet", seen.after(end).toSeconds())
              .fluentPut("violations", violations.size());
      results.append(result);
      System.out.println(result);
      Story.tell(batch.history(), violations);
      hits.forEach((point, count) -> missing.merge(point, -count, Integer::sum));
      return violations.isEmpty();
    }
  }
}
