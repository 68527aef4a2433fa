package io.github.paymentsuite.lab.benchmark;

import static io.github.paymentsuite.lab.system.WholeSystem.NOTIFY;
import static io.github.paymentsuite.lab.system.WholeSystem.ORDER;
import static io.github.paymentsuite.lab.system.WholeSystem.PAYMENT;
import static io.github.paymentsuite.lab.system.WholeSystem.POINTS;

import io.github.paymentsuite.lab.system.ProjectRoot;
import io.github.paymentsuite.lab.system.WholeSystem.Options;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What is measured: a set of processes each, on a database and a broker of its own. */
enum Design {
  SUITE("as it is shipped, with all that it checks", UnaryOperator.identity()),
  FLOOR("the same durable steps by hand, its clients within the process", Design::byHand),
  FLOOR_HTTP("the same by hand, behind the JDK's HTTP server", Design::byHand),
  BARE(
      "by hand, without attempt and provider: half message and record alone",
      options -> byHand(options).withEnvironment(PAYMENT, "FLOOR_BARE", "true")),
  PLAIN_SEND("the record, and after its commit a plain send", rival("plain-send")),
  OUTBOX_POLLER("an outbox table that is polled every 100 ms", rival("outbox-poller")),
  OUTBOX_LIBRARY("an outbox by gruelbox transaction-outbox", rival("outbox-library")),
  MODULITH("Spring Modulith's registry of event publications", rival("modulith")),
  SYNCHRONOUS(
      "the participants called by HTTP within the request",
      options -> callable(rival("synchronous").apply(options), "http")),
  SEATA("the participants called within a global transaction of Seata (AT)", Design::global),
  TWO_INSTANCES("the suite, two instances of each service", options -> options.withInstances(2)),
  // Four of each ask for 256 connections, and a database admits 151 unless it is told otherwise.
  FOUR_INSTANCES(
      "the suite, four instances of each service",
      options -> options.withInstances(4).withDatabaseSetting("max-connections", "300")),
  MILLION_ROWS("the suite, after a million payments", UnaryOperator.identity());

  /** Whom the suite is compared with. */
  static final List<Design> OTHERS =
      List.of(
          FLOOR,
          FLOOR_HTTP,
          BARE,
          PLAIN_SEND,
          OUTBOX_POLLER,
          OUTBOX_LIBRARY,
          MODULITH,
          SYNCHRONOUS,
          SEATA);

  static final List<Design> GROWTH = List.of(TWO_INSTANCES, FOUR_INSTANCES, MILLION_ROWS);

  private static final String CLASSES = "lab/benchmark/target/classes";
  private static final String LIBRARIES = "lab/benchmark/target/lib/*";

  private final String description;
  private final UnaryOperator<Options> deployment;

  Design(String description, UnaryOperator<Options> deployment) {
    this.description = description;
    this.deployment = deployment;
  }

  /** As commands and reports call it. */
  String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * @throws IllegalArgumentException with a sentence, if there is none of that title
   */
  static Design titled(String title) {
    return Stream.of(values())
        .filter(design -> design.title().equals(title))
        .findAny()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no command, design or option " + title + ": see lab/bench --help"));
  }

  String description() {
    return description;
  }

  Options deploy(Options shipped) {
    return deployment.apply(shipped);
  }

  /** Whether its payments come from a client within its own process. */
  boolean hasClientsWithin() {
    return this == FLOOR || this == BARE;
  }

  boolean charges() {
    return this != BARE;
  }

  /** Whether its notify-service is the shipped one, which keeps phones sealed. */
  boolean sealsPhones() {
    return !List.of(FLOOR, FLOOR_HTTP, BARE, SYNCHRONOUS, SEATA).contains(this);
  }

  private static Options byHand(Options options) {
    Options changed = run(options, PAYMENT, "FloorPayments");
    changed = run(changed, ORDER, "FloorConsumer", "ORDER");
    changed = run(changed, POINTS, "FloorConsumer", "POINTS");
    return run(changed, NOTIFY, "FloorConsumer", "NOTIFY");
  }

  private static UnaryOperator<Options> rival(String design) {
    return options ->
        run(options, PAYMENT, "RivalApplication")
            .withEnvironment(PAYMENT, "RIVAL_DESIGN", design)
            // Nobody would settle what is not answered in time, and a machine that warms up is
            // slow.
            .withEnvironment(PAYMENT, "PAYMENT_PROVIDER_TIMEOUT", "10s");
  }

  private static Options global(Options options) {
    Options changed = callable(rival("seata").apply(options), "seata");
    for (String service : List.of(PAYMENT, ORDER, POINTS, NOTIFY)) {
      changed =
          changed
              .withEnvironment(service, "SEATA", "true")
              .withEnvironment(service, "MIGRATIONS", migrations(service) + ",classpath:seata");
    }
    return changed;
  }

  private static Options callable(Options options, String how) {
    Options changed = run(options, ORDER, "FloorConsumer", "ORDER", how);
    changed = run(changed, POINTS, "FloorConsumer", "POINTS", how);
    changed = run(changed, NOTIFY, "FloorConsumer", "NOTIFY", how);
    for (String service : List.of(ORDER, POINTS, NOTIFY)) {
      changed =
          changed.withEnvironment(
              PAYMENT,
              service.replace("-service", "").toUpperCase(Locale.ROOT) + "_API_URL",
              "http://127.0.0.1:" + options.services().get(service).ports().api());
    }
    return changed;
  }

  /** A main class of this module in place of the service's jar. */
  private static Options run(Options options, String service, String type, String... arguments) {
    Path root = ProjectRoot.find();
    String classPath = root.resolve(CLASSES) + ":" + root.resolve(LIBRARIES);
    String main = Design.class.getPackageName() + "." + type;
    List<String> program = new ArrayList<>();
    if (type.startsWith("Floor")) {
      program.add("-Dlogback.configurationFile=quiet-logback.xml");
    }
    program.addAll(List.of("-cp", classPath, main));
    program.addAll(List.of(arguments));
    return options
        .withProgram(service, program.toArray(String[]::new))
        .withEnvironment(service, "MIGRATIONS", migrations(service));
  }

  private static String migrations(String service) {
    return "filesystem:" + ProjectRoot.find().resolve("sql/" + service);
  }
}
