package io.github.paymentsuite.lab.benchmark;

import io.github.paymentsuite.lab.benchmark.Comparison.Extent;
import io.github.paymentsuite.lab.benchmark.Comparison.Result;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;

/** {@code lab/bench}: what the suite carries, and what else would carry. */
final class Bench {
  private static final String USAGE =
      """
      lab/bench [--quick] [--clients=N] [--pairs=N] [--provider-delay=MILLIS] [--under-way=N] [DESIGN...]
        compares the suite with each DESIGN; without any, with itself and all of them, which takes hours, or (--quick)
        with the most telling of them, too short for a claim
        --clients       at once in the closed loop, 64
        --under-way     payments that payment-service makes at once, 100 as shipped
      lab/bench growth       [--quick]    two and four instances, and a million payments before the first
      lab/bench backlog      [PAYMENTS]   points-service is away while customers pay, and comes back
      lab/bench soak         [MINUTES]    at half load
      lab/bench lost-commits [PAYMENTS]   whose commit message the broker does not hear
      lab/bench start-up                  time and memory of each service
      lab/bench profile      [DESIGN]     whose code the services run, the suite's or those of a design
      -Dservices.java.home=DIR in JAVA_TOOL_OPTIONS runs the services on another Java
      DESIGNs:
      """;

  private static final List<Design> MOST_TELLING = List.of(Design.FLOOR_HTTP, Design.OUTBOX_POLLER);

  private final Path data = Path.of("target/bench/data").toAbsolutePath();
  private final Report report;

  private Bench() {
    String now =
        DateTimeFormatter.ofPattern("uuuu-MM-dd-HHmmss")
            .withZone(ZoneOffset.UTC)
            .format(Clock.systemUTC().instant());
    this.report = new Report(Path.of("target/bench/report-" + now).toAbsolutePath());
  }

  public static void main(String[] arguments) {
    Deque<String> words = new ArrayDeque<>(List.of(arguments));
    if (words.contains("--help")) {
      System.out.print(USAGE);
      for (Design design : Design.values()) {
        System.out.printf("  %-15s %s%n", design.title(), design.description());
      }
      return;
    }
    Bench bench = new Bench();
    String first = words.isEmpty() ? "" : words.peek();
    switch (first) {
      case "growth" -> {
        words.pop();
        bench.compare(words, "Growth", Design.GROWTH, Design.GROWTH);
      }
      case "backlog" -> {
        words.pop();
        int payments = words.isEmpty() ? 20_000 : Integer.parseInt(words.pop());
        new Backlog(bench.data, bench.report).run(payments);
      }
      case "soak" -> {
        words.pop();
        int minutes = words.isEmpty() ? 30 : Integer.parseInt(words.pop());
        new Soak(bench.data, bench.report).run(Duration.ofMinutes(minutes));
      }
      case "lost-commits" -> {
        words.pop();
        int payments = words.isEmpty() ? 100 : Integer.parseInt(words.pop());
        new LostCommits(bench.data, bench.report).run(payments);
      }
      case "profile" -> {
        words.pop();
        Design design = words.isEmpty() ? Design.SUITE : Design.titled(words.pop());
        new Profile(bench.data, bench.report).run(design);
      }
      case "start-up" -> new StartUp(bench.data, bench.report).run(5);
      default -> {
        List<Design> all = new ArrayList<>(List.of(Design.SUITE));
        all.addAll(Design.OTHERS);
        bench.compare(words, "Comparison", all, MOST_TELLING);
      }
    }
    System.out.println("The report: " + bench.report.file());
  }

  private void compare(Deque<String> words, String title, List<Design> all, List<Design> few) {
    boolean isQuick = words.remove("--quick");
    Extent extent = isQuick ? Extent.QUICK : Extent.WHOLE;
    List<Design> others = new ArrayList<>();
    Duration delay = Duration.ZERO;
    OptionalInt underWay = OptionalInt.empty();
    StringBuilder heading =
        new StringBuilder(title).append(isQuick ? ", too short for a claim" : "");
    for (String word : words) {
      String value = word.substring(word.indexOf('=') + 1);
      if (word.startsWith("--provider-delay=")) {
        delay = Duration.ofMillis(Long.parseLong(value));
      } else if (word.startsWith("--under-way=")) {
        underWay = OptionalInt.of(Integer.parseInt(value));
        heading.append(", %d payments under way at most".formatted(underWay.getAsInt()));
      } else if (word.startsWith("--clients=")) {
        heading.append(", %s clients".formatted(value));
        extent = extent.withClients(Integer.parseInt(value));
      } else if (word.startsWith("--pairs=")) {
        extent = extent.withPairs(Integer.parseInt(value));
      } else {
        others.add(Design.titled(word));
      }
    }
    if (others.isEmpty()) {
      others.addAll(isQuick ? few : all);
    }
    List<Result> results = new ArrayList<>();
    try (Comparison comparison =
        new Comparison(data, extent, delay, underWay, System.out::println)) {
      for (Design other : others) {
        results.add(comparison.compare(other));
        report.write(heading.toString(), results);
      }
      comparison.requireAgreement();
    }
  }
}
