package io.github.paymentsuite.lab.system;

import io.github.paymentsuite.lab.infrastructure.LocalInfrastructure;
import io.github.paymentsuite.lab.infrastructure.ServiceLink;
import io.github.paymentsuite.lab.infrastructure.Settings;
import io.github.paymentsuite.lab.system.ServiceProcess.Definition;
import io.github.paymentsuite.lab.system.SuiteClient.Endpoints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * All services as processes on a real RocketMQ and a real database, with the simulator as the
 * outside world. The demo and the tests are this same thing.
 */
public final class WholeSystem implements AutoCloseable {
  public static final String SIMULATOR = "provider-simulator";
  public static final String PAYMENT = "payment-service";
  public static final String ORDER = "order-service";
  public static final String POINTS = "points-service";
  public static final String NOTIFY = "notify-service";

  private static final List<String> SERVICES = List.of(PAYMENT, ORDER, POINTS, NOTIFY);

  private final Path directory;
  private final boolean throughLinks;
  private final Map<String, ServiceJar> jars = new HashMap<>();
  private final Map<String, ServiceProcess> services = new LinkedHashMap<>();
  private final List<ServiceProcess> furtherInstances = new ArrayList<>();
  private final LocalInfrastructure infrastructure;

  private WholeSystem(Options options) {
    this.directory = options.directory().toAbsolutePath().normalize();
    this.throughLinks = options.throughLinks();
    Path root = ProjectRoot.find();
    jars.put(SIMULATOR, ServiceJar.of(root, "lab/" + SIMULATOR));
    SERVICES.forEach(service -> jars.put(service, ServiceJar.of(root, service)));
    options.ports().forEach((service, ports) -> ports.requireFree(service));
    Settings settings =
        options.quickRetries() ? Settings.forTests(directory) : Settings.startingEmpty(directory);
    if (options.keep()) {
      settings = Settings.keepingData(directory);
    } else {
      delete(directory.resolve("ledgers"));
      delete(directory.resolve("logs"));
    }
    infrastructure = LocalInfrastructure.start(settings.withProgress(options.progress()));
    options
        .ports()
        .forEach((service, ports) -> services.put(service, define(service, service, ports)));
  }

  /**
   * How to start.
   *
   * @param directory for data and logs
   * @param keep whether to go on with the data of the last run
   * @param ports of the services and the simulator
   * @param throughLinks whether each service gets its own proxy to database and broker, to be cut
   * @param quickRetries whether the broker checks back and delivers again within seconds
   * @param progress gets a line for each step
   */
  record Options(
      Path directory,
      boolean keep,
      Map<String, Ports> ports,
      boolean throughLinks,
      boolean quickRetries,
      Consumer<String> progress) {

    static Options forDemo(Path directory, boolean keep, Consumer<String> progress) {
      Map<String, Ports> ports = new LinkedHashMap<>();
      ports.put(SIMULATOR, new Ports(8090, 8090));
      ports.put(PAYMENT, new Ports(8080, 9080));
      ports.put(ORDER, new Ports(8081, 9081));
      ports.put(POINTS, new Ports(8082, 9082));
      ports.put(NOTIFY, new Ports(8083, 9083));
      return new Options(directory, keep, ports, false, false, progress);
    }

    static Options forTests(Path directory) {
      Map<String, Ports> ports = new LinkedHashMap<>();
      ports.put(SIMULATOR, Ports.free());
      SERVICES.forEach(service -> ports.put(service, Ports.free()));
      return new Options(directory, false, ports, true, true, line -> {});
    }
  }

  /** Starts everything and returns when all of it is ready; leaves nothing running if it fails. */
  static WholeSystem start(Options options) {
    WholeSystem system = new WholeSystem(options);
    try {
      options.progress().accept("starting the simulator and the services");
      system.services.values().forEach(ServiceProcess::launch);
      for (ServiceProcess service : system.services.values()) {
        service.awaitReady();
        options.progress().accept(service.name() + " is ready at " + service.api());
      }
      return system;
    } catch (RuntimeException failure) {
      system.close();
      throw failure;
    }
  }

  public LocalInfrastructure infrastructure() {
    return infrastructure;
  }

  public ServiceProcess service(String name) {
    return services.get(name);
  }

  /** Starts one more instance of a service, on ports of its own. */
  public ServiceProcess startAnother(String service) {
    String name = service + "-" + (furtherInstances.size() + 2);
    ServiceProcess another = define(service, name, Ports.free());
    furtherInstances.add(another);
    another.start();
    return another;
  }

  /** The way of all instances of that service to database and broker. */
  public ServiceLink link(String service) {
    return infrastructure.link(service);
  }

  public SuiteClient client() {
    return new SuiteClient(
        new Endpoints(
            service(PAYMENT).api(),
            service(ORDER).api(),
            service(POINTS).api(),
            service(NOTIFY).api(),
            service(SIMULATOR).api()));
  }

  /** What a service needs to know of the world: nothing but these variables. */
  Map<String, String> environmentOf(String service) {
    Map<String, String> environment = new HashMap<>(infrastructure.environmentOf(service));
    if (throughLinks) {
      environment.put("DB_URL", link(service).databaseUrl());
    }
    if (service.equals(PAYMENT)) {
      environment.put("PAYMENT_PROVIDER_URL", service(SIMULATOR).api().toString());
    }
    if (service.equals(NOTIFY)) {
      environment.put("SMS_PROVIDER_URL", service(SIMULATOR).api().toString());
    }
    return environment;
  }

  @Override
  public void close() {
    Stream.concat(furtherInstances.stream(), services.values().stream())
        .parallel()
        .forEach(ServiceProcess::stop);
    infrastructure.close();
  }

  private ServiceProcess define(String service, String name, Ports ports) {
    boolean simulator = service.equals(SIMULATOR);
    Map<String, String> environment = new HashMap<>();
    environment.put("SERVER_ADDRESS", "127.0.0.1");
    environment.put("SERVER_PORT", String.valueOf(ports.api()));
    if (simulator) {
      environment.put("SIMULATOR_DIRECTORY", directory.resolve("ledgers").toString());
    } else {
      environment.put("MANAGEMENT_SERVER_PORT", String.valueOf(ports.management()));
      environment.putAll(environmentOf(service));
    }
    URI management = Endpoints.local(simulator ? ports.api() : ports.management());
    return new ServiceProcess(
        name,
        new Definition(
            jars.get(service).path(),
            !simulator && throughLinks ? link(service).jvmArguments() : List.of(),
            environment,
            Endpoints.local(ports.api()),
            management.resolve(simulator ? "/actuator/health" : "/actuator/health/readiness"),
            directory.resolve("logs")));
  }

  private static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
