package io.github.paymentsuite.lab.system.proof;

import com.alibaba.fastjson2.JSONObject;
import io.github.paymentsuite.lab.infrastructure.PoweredDisk;
import io.github.paymentsuite.lab.system.ProjectRoot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Cuts of the power under load, with the shipped settings, and then with settings that must be seen
 * to lose something: otherwise the cuts would show nothing.
 */
final class PowerCutsPart implements ProofPart {
  private static final String PART = "power-cuts";

  /** Within so many cuts a setting that flushes later has to show a loss. */
  private static final int CUTS_TO_SEE_A_LOSS = 10;

  private static final int VIOLATIONS_TOLD = 20;

  private final Path directory = ProjectRoot.find().resolve(".data/proof/" + PART);

  @Override
  public String usage() {
    return "[--cuts A-B] [--seed N] [--cut N [--settings shipped|async-flush|lazy-commit]] [--again]";
  }

  @Override
  public boolean run(Arguments arguments) {
    arguments.allowing("cuts", "seed", "cut", "settings", "again");
    Optional<String> obstacle = PoweredDisk.obstacle();
    if (obstacle.isPresent()) {
      say("SKIPPED: " + obstacle.get());
      return true;
    }
    Book book =
        new Book(Results.of(PART), arguments.number("seed", 1), arguments.has("again"), directory);
    List<Integer> cuts = arguments.range("cut", "cuts", 1, 50);
    if (arguments.has("cut")) {
      Durability durability = Durability.named(arguments.text("settings", "shipped"));
      return book.firstHarm(durability, cuts).isEmpty();
    }
    // The logs of a system that was harmed stay, to be looked at.
    return book.firstHarm(Durability.SHIPPED, cuts).isEmpty()
        && book.showsALoss(Durability.ASYNC_FLUSH)
        && book.showsALoss(Durability.LAZY_COMMIT);
  }

  /** Cuts of one seed, those that are known already and those to come. */
  private record Book(Results results, int seed, boolean again, Path directory) {
    boolean showsALoss(Durability durability) {
      List<Integer> cuts = Stream.iterate(1, cut -> cut + 1).limit(CUTS_TO_SEE_A_LOSS).toList();
      boolean shown = firstHarm(durability, cuts).isPresent();
      say(
          shown
              ? "%s loses what was acknowledged, as it must".formatted(durability)
              : "%s loses nothing in %d cuts: such cuts prove nothing"
                  .formatted(durability, CUTS_TO_SEE_A_LOSS));
      return shown;
    }

    /** Ends with it: what is lost once stays lost, and would be found again after the next cut. */
    Optional<JSONObject> firstHarm(Durability durability, List<Integer> cuts) {
      List<Integer> open = new ArrayList<>();
      for (int number : cuts) {
        Optional<JSONObject> known = known(durability, number);
        known.ifPresentOrElse(result -> say("known: " + result), () -> open.add(number));
        if (known.filter(Book::isHarm).isPresent()) {
          return known;
        }
      }
      if (open.isEmpty()) {
        return Optional.empty();
      }
      try (PoweredSystem system = PoweredSystem.start(durability, directory)) {
        return open.stream()
            .map(number -> cut(system, durability, PowerCut.of(seed, number)))
            .filter(Book::isHarm)
            .findFirst();
      }
    }

    private Optional<JSONObject> known(Durability durability, int number) {
      Predicate<JSONObject> same =
          line ->
              line.getIntValue("seed") == seed
                  && line.getIntValue("cut") == number
                  && durability.toString().equals(line.getString("settings"));
      return again ? Optional.empty() : results.ofThisCommit().stream().filter(same).findFirst();
    }

    private JSONObject cut(PoweredSystem system, Durability durability, PowerCut cut) {
      say("%s: %s".formatted(durability, cut));
      PoweredSystem.Outcome outcome = system.survive(cut);
      JSONObject result = result(durability, outcome);
      results.append(result);
      say(result.toString());
      if (durability == Durability.SHIPPED && isHarm(result)) {
        tell(outcome, system.writeHistory());
      }
      return result;
    }

    private static boolean isHarm(JSONObject result) {
      return result.getIntValue("paymentsLost") > 0
          || result.getIntValue("messagesLost") > 0
          || result.getIntValue("violations") > 0;
    }
  }

  private static JSONObject result(Durability durability, PoweredSystem.Outcome outcome) {
    JSONObject result =
        new JSONObject()
            .fluentPut("seed", outcome.cut().seed())
            .fluentPut("cut", outcome.cut().number())
            .fluentPut("settings", durability.toString())
            .fluentPut("afterMillis", outcome.cut().after().toMillis())
            .fluentPut("servicesToo", outcome.cut().servicesToo())
            .fluentPut("paymentsAcknowledged", outcome.acknowledged())
            .fluentPut("paymentsLost", outcome.lostPayments())
            .fluentPut("messagesAcknowledged", outcome.acknowledgedMessages())
            .fluentPut("messagesLost", outcome.lostMessages());
    // With other settings nobody waits until all is quiet.
    return durability == Durability.SHIPPED
        ? result
            .fluentPut("secondsToQuiet", outcome.untilQuiet().toSeconds())
            .fluentPut("violations", outcome.violations().size())
        : result;
  }

  private static void tell(PoweredSystem.Outcome outcome, Path history) {
    outcome.violations().stream()
        .limit(VIOLATIONS_TOLD)
        .forEach(
            violation -> {
              say(violation.toString());
              if (violation.orderId() != null) {
                outcome.history().of(violation.orderId()).forEach(line -> say("    " + line));
              }
            });
    say(
        "again: lab/prove %s --seed %d --cut %d --again; the whole history: %s"
            .formatted(PART, outcome.cut().seed(), outcome.cut().number(), history));
  }

  private static void say(String line) {
    System.out.println(line);
  }
}
