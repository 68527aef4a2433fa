package io.github.paymentsuite.lab.system.proof;

import com.alibaba.fastjson2.JSONObject;
import io.github.paymentsuite.lab.fault.TrapFolder;
import io.github.paymentsuite.lab.system.ProjectRoot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Proves the checker: a deliberate mistake at a time must be caught, and the same scenario without
 * the mistake must pass.
 */
final class PlantedBugsPart implements ProofPart {
  /** What the healthy system needs for a scenario, with room to spare. */
  private static final Duration HEALTHY_LIMIT = Duration.ofSeconds(120);

  /** Under a mistake it may never become quiet. */
  private static final Duration SICK_LIMIT = Duration.ofSeconds(30);

  @Override
  public String usage() {
    return "[--bug NAME] [--again]";
  }

  @Override
  public boolean run(Arguments arguments) {
    arguments.allowing("bug", "again");
    Results results = Results.of("planted-bugs");
    List<JSONObject> known = arguments.has("again") ? List.of() : results.ofThisCommit();
    boolean allCaught = true;
    for (Mistake mistake : mistakes(arguments.text("bug", ""))) {
      List<JSONObject> trials =
          known.stream().filter(trial -> mistake.label().equals(trial.getString("bug"))).toList();
      if (trials.isEmpty()) {
        JSONObject trial = attempt(mistake).result();
        results.append(trial);
        trials = List.of(trial);
      }
      trials.forEach(System.out::println);
      // What was missed once is not made good by another try.
      allCaught &= trials.stream().allMatch(trial -> trial.getBooleanValue("caught"));
    }
    return allCaught;
  }

  private static List<Mistake> mistakes(String label) {
    List<Mistake> mistakes =
        Mistake.all().stream()
            .filter(mistake -> label.isEmpty() || mistake.label().equals(label))
            .toList();
    if (mistakes.isEmpty()) {
      throw new Arguments.Wrong(
          Mistake.all().stream()
              .map(Mistake::label)
              .collect(Collectors.joining(", ", "there is no bug " + label + ", but ", "")));
    }
    return mistakes;
  }

  /** On a system of its own, for what a mistake leaves behind must not be laid to another. */
  private static Trial attempt(Mistake mistake) {
    Path directory =
        ProjectRoot.find().resolve(".data/proof/planted-bugs").resolve(mistake.label());
    try (RiggedSystem rigged =
        RiggedSystem.start(
            RiggedSystem.impatient(directory.resolve("system")),
            TrapFolder.empty(directory.resolve("traps")))) {
      return attempt(mistake, rigged, new History(new Workload(0, List.of(), List.of())));
    }
  }

  /**
   * Without the mistake, and then with it.
   *
   * @param history of all that was done to this system so far
   */
  static Trial attempt(Mistake mistake, RiggedSystem rigged, History history) {
    long begun = System.nanoTime();
    rigged.tell(history);
    List<Violation> healthy = play(rigged, mistake, "HEALTHY", history, HEALTHY_LIMIT);
    Story.tell(history, healthy);
    mistake.make(rigged);
    List<Violation> sick = play(rigged, mistake, "SICK", history, SICK_LIMIT);
    return new Trial(
        mistake,
        healthy,
        sick,
        mistake.hasBitten(rigged.traps()),
        Duration.ofNanos(System.nanoTime() - begun));
  }

  private static List<Violation> play(
      RiggedSystem rigged, Mistake mistake, String name, History history, Duration limit) {
    Scene scene = new Scene(rigged, name, history);
    mistake.scenario().play(scene);
    scene.awaitCustomers(limit);
    Quiet.Seen seen = rigged.awaitQuiet(limit);
    return Checker.check(history, seen.observed(), 0).violations();
  }

  /**
   * What came of one.
   *
   * @param bitten whether the mistake made a difference at all
   */
  record Trial(
      Mistake mistake,
      List<Violation> healthy,
      List<Violation> sick,
      boolean bitten,
      Duration lasted) {
    boolean isCaught() {
      return healthy.isEmpty()
          && bitten
          && sick.stream().map(Violation::invariant).anyMatch(mistake.invariant()::equals);
    }

    JSONObject result() {
      return new JSONObject()
          .fluentPut("bug", mistake.label())
          .fluentPut("caught", isCaught())
          .fluentPut("bitten", bitten)
          .fluentPut("violationsWithout", healthy.size())
          .fluentPut("violationsWith", sick.size())
          .fluentPut("violated", sick.stream().map(Violation::invariant).distinct().toList())
          .fluentPut("seconds", lasted.toSeconds());
    }
  }
}
