package io.github.paymentsuite.lab.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** How often each kind of input had each answer, and what should not have been. */
final class Counts {
  private static final int MAX_VIOLATIONS = 50;

  private final Map<String, Map<String, LongAdder>> answers = new ConcurrentHashMap<>();
  private final Queue<String> violations = new ConcurrentLinkedQueue<>();
  private final AtomicLong violationCount = new AtomicLong();

  void count(String kind, String answer) {
    answers
        .computeIfAbsent(kind, any -> new ConcurrentHashMap<>())
        .computeIfAbsent(answer, any -> new LongAdder())
        .increment();
  }

  void violation(String sentence) {
    long number = violationCount.incrementAndGet();
    if (number <= MAX_VIOLATIONS) {
      violations.add(sentence);
    }
  }

  /** The first of them, and how many more there were. */
  List<String> violations() {
    List<String> told = new ArrayList<>(violations);
    if (violationCount.get() > MAX_VIOLATIONS) {
      told.add("and %d more".formatted(violationCount.get() - MAX_VIOLATIONS));
    }
    return told;
  }

  long inputs() {
    return answers.values().stream()
        .flatMap(kind -> kind.values().stream())
        .mapToLong(LongAdder::sum)
        .sum();
  }

  /** A line for each kind. */
  @Override
  public String toString() {
    return new TreeMap<>(answers)
        .entrySet().stream()
            .map(kind -> "  %-16s %s".formatted(kind.getKey(), new TreeMap<>(kind.getValue())))
            .collect(Collectors.joining("\n"));
  }
}
