package io.github.paymentsuite.lab.fuzz;

import io.github.paymentsuite.lab.system.WholeSystem;
import io.github.paymentsuite.starter.EventTarget;
import io.github.paymentsuite.starter.JsonTarget;
import io.github.paymentsuite.starter.MessageTarget;
import io.github.paymentsuite.starter.MoneyTarget;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ThreadLocalRandom;

/** The full run of {@code lab/fuzz-run}. */
public final class Fuzz {
  static final List<Class<?>> DECODERS =
      List.of(EventTarget.class, MoneyTarget.class, JsonTarget.class, MessageTarget.class);

  private static final Path DIRECTORY = Path.of(".data/fuzz");

  private Fuzz() {}

  public static void main(String[] arguments) {
    long seed = ThreadLocalRandom.current().nextLong(1, 1_000_000);
    long inputs = 1_000_000;
    long only = -1;
    try {
      for (Iterator<String> words = List.of(arguments).iterator(); words.hasNext(); ) {
        String option = words.next();
        long value = Long.parseLong(words.next());
        switch (option) {
          case "--seed" -> seed = value;
          case "--inputs" -> inputs = value;
          case "--only" -> only = value;
          default -> throw new NoSuchElementException(option);
        }
      }
    } catch (NoSuchElementException | NumberFormatException wrong) {
      System.err.println("usage: lab/fuzz-run [--seed N] [--inputs N] [--only NUMBER]");
      System.exit(2);
    }
    System.out.printf("fuzz-run --seed %d --inputs %d%n", seed, inputs);
    boolean isClean = only < 0 ? all(seed, inputs) : one(seed, inputs, only);
    System.exit(isClean ? 0 : 1);
  }

  private static boolean all(long seed, long inputs) {
    boolean isClean;
    try (WatchedSystem watched = start()) {
      Counts counts = run(watched, seed).run(inputs);
      System.out.printf("%d inputs over HTTP, first answers by kind:%n%s%n", inputs, counts);
      counts.violations().forEach(violation -> System.out.println("VIOLATION " + violation));
      isClean = counts.violations().isEmpty();
    }
    for (Class<?> decoder : DECODERS) {
      Jazzer.Result result = Jazzer.run(decoder, inputs, seed, DIRECTORY.resolve("jazzer"));
      System.out.printf("%s: %d inputs%n", decoder.getSimpleName(), result.executed());
      if (!result.isClean(inputs)) {
        System.out.println("VIOLATION " + result.output());
        isClean = false;
      }
    }
    System.out.println(isClean ? "no violation" : "violations: see above");
    return isClean;
  }

  private static boolean one(long seed, long inputs, long number) {
    try (WatchedSystem watched = start()) {
      System.out.println(run(watched, seed).repeat(number, inputs));
      return true;
    }
  }

  private static FuzzRun run(WatchedSystem watched, long seed) {
    return new FuzzRun(watched.system(), seed, System.out::println);
  }

  private static WatchedSystem start() {
    return WatchedSystem.start(WholeSystem.Options.forTests(DIRECTORY.resolve("system")));
  }
}
