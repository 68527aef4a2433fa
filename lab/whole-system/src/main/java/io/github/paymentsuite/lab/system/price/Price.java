package io.github.paymentsuite.lab.system.price;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code lab/price}: what security costs, as completed payments per second of CPU of everything but
 * the customers and the simulator, in this version and in one from before it. Both run all the time
 * and are asked in turn, block by block: what a shared machine does to one it does to the other.
 */
final class Price {
  private static final int BLOCK = 500;
  private static final int CUSTOMERS = 32;

  /** Of each; what the JVMs still compile after it, they compile in both. */
  private static final int WARM_UP_BLOCKS = 16;

  private static final int PAIRS = 24;

  private Price() {}

  public static void main(String[] arguments) {
    try (ComposedSuite now = ComposedSuite.start(Path.of(arguments[0]), "price-now");
        ComposedSuite before = ComposedSuite.start(Path.of(arguments[1]), "price-before")) {
      Side secure = new Side(now, new Customers(now, true));
      Side open = new Side(before, new Customers(before, false));
      for (int block = 0; block < WARM_UP_BLOCKS; block++) {
        // Few at first: 32 at once are more than JVMs that have just started can answer in time.
        int customers = Math.min(CUSTOMERS, 4 << block);
        secure.pay(customers);
        open.pay(customers);
      }
      List<Double> ratios = new ArrayList<>();
      for (int pair = 0; pair < PAIRS; pair++) {
        // And then the other way round: what changes with time hits both alike.
        if (pair % 2 == 0) {
          secure.measure();
          open.measure();
        } else {
          open.measure();
          secure.measure();
        }
        double ratio = open.lastMillisEach() / secure.lastMillisEach();
        say(
            "pair %2d: with security %.1f payments per CPU second, without %.1f: %.3f",
            pair + 1, 1e3 / secure.lastMillisEach(), 1e3 / open.lastMillisEach(), ratio);
        ratios.add(ratio);
      }
      ratios.sort(null);
      say(
          "payments per CPU second with security to without: median %.3f, quartiles %.3f and %.3f",
          median(ratios), ratios.get(PAIRS / 4), ratios.get(PAIRS - 1 - PAIRS / 4));
      say("ms of CPU for each payment, median:  with  without");
      Map<String, Double> without = open.medianMillisEach();
      secure
          .medianMillisEach()
          .forEach((part, with) -> say("  %-30s %8.2f %8.2f", part, with, without.get(part)));
    }
  }

  private static double median(List<Double> sorted) {
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }

  /** A suite, its customers, and what each measured block took: milliseconds of CPU by part. */
  private record Side(
      ComposedSuite suite, Customers customers, List<Map<String, Double>> millisEach) {
    Side(ComposedSuite suite, Customers customers) {
      this(suite, customers, new ArrayList<>());
    }

    void pay(int atOnce) {
      customers.pay(BLOCK, atOnce);
    }

    void measure() {
      Map<String, Double> before = suite.cpuSeconds();
      pay(CUSTOMERS);
      Map<String, Double> took = new LinkedHashMap<>();
      suite
          .cpuSeconds()
          .forEach((part, after) -> took.put(part, 1e3 * (after - before.get(part)) / BLOCK));
      millisEach.add(took);
    }

    double lastMillisEach() {
      return millisEach.get(millisEach.size() - 1).values().stream()
          .mapToDouble(Double::doubleValue)
          .sum();
    }

    Map<String, Double> medianMillisEach() {
      Map<String, Double> medians = new LinkedHashMap<>();
      for (String part : millisEach.get(0).keySet()) {
        medians.put(
            part,
            median(
                millisEach.stream()
                    .map(block -> block.get(part))
                    .sorted(Comparator.naturalOrder())
                    .toList()));
      }
      return medians;
    }
  }
}
