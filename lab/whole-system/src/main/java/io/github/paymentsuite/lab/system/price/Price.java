package io.github.paymentsuite.lab.system.price;

import io.github.paymentsuite.lab.infrastructure.Settings;
import io.github.paymentsuite.lab.system.WholeSystem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code lab/price}: what security costs, as completed payments per second of CPU of all processes
 * but the customers and the simulator, in this version and in one from before it, in turn.
 */
final class Price {
  private static final int PAIRS = 3;

  /** The one from before knows no users of the broker. */
  private static final Map<String, String> WITHOUT_SECURITY =
      Map.of("authenticationEnabled", "false", "authorizationEnabled", "false");

  private Price() {}

  public static void main(String[] arguments) {
    if (arguments.length != 1) {
      System.err.println("usage: lab/price [COMMIT]");
      System.exit(2);
    }
    Path before = Path.of(arguments[0]);
    List<Double> ratios = new ArrayList<>();
    // One after the other and then the other way round: what changes with time hits both alike.
    for (int pair = 0; pair < PAIRS; pair++) {
      boolean secureFirst = pair % 2 == 0;
      double first = measure(secureFirst, before);
      double second = measure(!secureFirst, before);
      double ratio = secureFirst ? first / second : second / first;
      System.out.printf(Locale.ROOT, "pair %d: %.3f%n", pair + 1, ratio);
      ratios.add(ratio);
    }
    ratios.sort(null);
    System.out.printf(
        Locale.ROOT,
        "payments per CPU second with security to without: median %.3f, from %.3f to %.3f%n",
        ratios.get(PAIRS / 2),
        ratios.get(0),
        ratios.get(PAIRS - 1));
  }

  private static double measure(boolean secure, Path before) {
    WholeSystem.Options options =
        WholeSystem.Options.forMeasurements(Path.of("target/price").toAbsolutePath());
    if (!secure) {
      Settings settings = options.infrastructure();
      for (Map.Entry<String, String> setting : WITHOUT_SECURITY.entrySet()) {
        settings = settings.withBrokerSetting(setting.getKey(), setting.getValue());
      }
      options = options.withInfrastructure(settings).withServicesOf(before);
    }
    for (String service : WholeSystem.SERVICES) {
      // As services run for days, not as they start quickly.
      options = options.withJvmArguments(service, "-XX:TieredStopAtLevel=4");
    }
    try (WholeSystem system = WholeSystem.start(options)) {
      new Customers(system).pay(Customers.WARM_UP);
      double cpu = CpuTime.ofAllBut(WholeSystem.SIMULATOR);
      new Customers(system).pay(Customers.MEASURED);
      double perSecond = Customers.MEASURED / (CpuTime.ofAllBut(WholeSystem.SIMULATOR) - cpu);
      System.out.printf(
          Locale.ROOT,
          "%s: %.1f payments per CPU second%n",
          secure ? "with security   " : "without security",
          perSecond);
      return perSecond;
    }
  }
}
