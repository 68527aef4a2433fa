package io.github.paymentsuite.lab.system.price;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code lab/price}: what security costs, as completed payments per second of CPU of everything but
 * the customers and the simulator, in this version and in one from before it, in turn.
 */
final class Price {
  private static final int PAIRS = 3;

  /** The JVMs' compilers have little left to do after it. */
  private static final int WARM_UP = 16_000;

  private static final int MEASURED = 4_000;

  private Price() {}

  public static void main(String[] arguments) {
    Path now = Path.of(arguments[0]);
    Path before = Path.of(arguments[1]);
    List<Double> ratios = new ArrayList<>();
    // One after the other and then the other way round: what changes with time hits both alike.
    for (int pair = 0; pair < PAIRS; pair++) {
      boolean secureFirst = pair % 2 == 0;
      double first = secureFirst ? withSecurity(now) : withoutSecurity(before);
      double second = secureFirst ? withoutSecurity(before) : withSecurity(now);
      double ratio = secureFirst ? first / second : second / first;
      say("pair %d: %.3f", pair + 1, ratio);
      ratios.add(ratio);
    }
    ratios.sort(null);
    say(
        "payments per CPU second with security to without: median %.3f, from %.3f to %.3f",
        ratios.get(PAIRS / 2), ratios.get(0), ratios.get(PAIRS - 1));
  }

  private static double withSecurity(Path now) {
    return measure("with security", now, "price-now", true);
  }

  private static double withoutSecurity(Path before) {
    return measure("without security", before, "price-before", false);
  }

  private static double measure(String what, Path checkout, String project, boolean withToken) {
    try (ComposedSuite suite = ComposedSuite.start(checkout, project)) {
      Customers customers = new Customers(suite, withToken);
      customers.pay(WARM_UP);
      Map<String, Double> used = suite.cpuSeconds();
      customers.pay(MEASURED);
      Map<String, Double> millisEach = new LinkedHashMap<>();
      suite
          .cpuSeconds()
          .forEach((part, now) -> millisEach.put(part, 1e3 * (now - used.get(part)) / MEASURED));
      double perSecond = 1e3 / millisEach.values().stream().mapToDouble(Double::doubleValue).sum();
      say("%-17s %.1f payments per CPU second; ms of each payment:", what, perSecond);
      millisEach.forEach((part, millis) -> say("  %-16s %5.2f", part, millis));
      return perSecond;
    }
  }

  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
