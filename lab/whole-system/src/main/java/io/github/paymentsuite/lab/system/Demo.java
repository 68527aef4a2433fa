package io.github.paymentsuite.lab.system;

import io.github.paymentsuite.lab.system.SuiteClient.Endpoints;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** {@code ./demo}: starts the whole suite, tells its story once, and stays up to be played with. */
final class Demo {
  private static final String USAGE =
      """
      usage: ./demo [--once] [--keep] [--against compose] [-Dinfrastructure=containers]
        --once             exit after the story; non-zero if it did not come true
        --keep             go on with the data of the last run, and leave it for the next
        --against compose  tell the story to what `docker compose up` has started
      """;

  private Demo() {}

  public static void main(String[] arguments) throws InterruptedException {
    List<String> given = List.of(arguments);
    boolean againstCompose = String.join(" ", given).contains("--against compose");
    Set<String> known = Set.of("--once", "--keep", "--against", "compose");
    if (!known.containsAll(given) || given.contains("--against") != againstCompose) {
      System.err.print(USAGE);
      System.exit(2);
    }
    try {
      if (againstCompose) {
        SuiteClient client = new SuiteClient(Endpoints.onDefaultPorts());
        tell(client);
        showWhereToGoOn(client);
      } else {
        run(given.contains("--once"), given.contains("--keep"));
      }
    } catch (PortTaken
        | Story.NotTrue
        | UncheckedIOException
        | IllegalArgumentException
        | IllegalStateException failure) {
      System.err.println("demo: " + failure.getMessage());
      System.exit(1);
    }
  }

  private static void run(boolean once, boolean keep) throws InterruptedException {
    WholeSystem system =
        WholeSystem.start(
            WholeSystem.Options.forDemo(
                ProjectRoot.find().resolve(".data/demo"), keep, Demo::progress));
    // Ctrl-C ends the JVM; this runs on the way.
    Thread closing = new Thread(system::close, "closing");
    Runtime.getRuntime().addShutdownHook(closing);
    try {
      tell(system.client());
      if (!once) {
        showWhereToGoOn(system.client());
        System.out.println("Ctrl-C stops everything.");
        new CountDownLatch(1).await();
      }
    } finally {
      if (Runtime.getRuntime().removeShutdownHook(closing)) {
        progress("stopping");
        system.close();
      }
    }
  }

  private static void tell(SuiteClient client) {
    // A number of its own, because the data of earlier runs may still be there.
    String orderId =
        "ORDER_"
            + DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss_SSS")
                .withZone(ZoneId.of("UTC"))
                .format(Clock.systemUTC().instant());
    System.out.println();
    new Story(client, orderId, line -> System.out.println("  " + line)).run();
    System.out.println();
  }

  private static void showWhereToGoOn(SuiteClient client) {
    Endpoints endpoints = client.endpoints();
    System.out.printf(
        """
        Everything runs. Go on, with a token that is good for twelve hours:
          TOKEN=%6$s
          curl %1$s/pay -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '{"orderId":"ORDER_001","userId":10001,"amount":99.00}'
          %1$s/swagger-ui.html   payments
          %2$s/swagger-ui.html   orders
          %3$s/swagger-ui.html   points
          %4$s/swagger-ui.html   notifications
          %5$s/ledger/charges    what the provider holds
        """,
        endpoints.payment(),
        endpoints.order(),
        endpoints.points(),
        endpoints.notification(),
        endpoints.simulator(),
        client.tokens().app());
  }

  private static void progress(String line) {
    System.out.println("  · " + line);
  }
}
