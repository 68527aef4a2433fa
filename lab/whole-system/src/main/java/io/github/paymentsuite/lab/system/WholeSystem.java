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
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
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

  public static final List<String> SERVICES = List.of(PAYMENT, ORDER, POINTS, NOTIFY);

  /** What a killed service leaves there is gone with the next system. */
  private static final String TEMPORARY = "services-tmp";

  private static final String SERVICE_CLIENT_SECRET = "SERVICE_CLIENT_SECRET";

  private final Options options;
  private final String serviceClientSecret = UUID.randomUUID().toString();
  private final Path directory;
  private final Map<String, Path> jars = new HashMap<>();
  private final Map<String, List<ServiceProcess>> instances = new LinkedHashMap<>();
  private final LocalInfrastructure infrastructure;
  private final SuiteClient client;

  private WholeSystem(Options options) {
    this.options = options;
    this.directory = options.infrastructure().dataDirectory();
    Path root = ProjectRoot.find();
    ServiceJar simulator = ServiceJar.of(root, "lab/" + SIMULATOR);
    List<ServiceJar> services =
        SERVICES.stream().map(service -> ServiceJar.of(root, service)).toList();
    options.services().forEach((service, deployed) -> deployed.ports().requireFree(service));
    if (!options.infrastructure().keepData()) {
      delete(directory.resolve("ledgers"));
      delete(directory.resolve("logs"));
    }
    delete(directory.resolve("jars"));
    delete(directory.resolve(TEMPORARY));
    createDirectories(directory.resolve(TEMPORARY));
    Stream.concat(Stream.of(simulator), services.stream())
        .forEach(jar -> jars.put(jar.module(), jar.unpackInto(directory.resolve("jars"))));
    infrastructure = LocalInfrastructure.start(options.infrastructure());
    options.services().forEach((service, deployed) -> instances.put(service, new ArrayList<>()));
    options.services().forEach((service, deployed) -> addInstance(service, deployed.ports()));
    options
        .services()
        .forEach(
            (service, deployed) -> {
              while (instances(service).size() < deployed.instances()) {
                addInstance(service, Ports.free());
              }
            });
    client =
        new SuiteClient(
            new Endpoints(
                service(PAYMENT).api(),
                service(ORDER).api(),
                service(POINTS).api(),
                service(NOTIFY).api(),
                service(SIMULATOR).api()));
  }

  /**
   * How to start.
   *
   * @param infrastructure whose data directory is the system's, with all logs and ledgers
   * @param services what runs of each service and of the simulator
   * @param throughLinks whether each service gets its own proxy to database and broker, to be cut
   */
  public record Options(
      Settings infrastructure, Map<String, Deployed> services, boolean throughLinks) {

    static Options forDemo(Path directory, boolean keep, Consumer<String> progress) {
      Map<String, Deployed> services = new LinkedHashMap<>();
      services.put(SIMULATOR, Deployed.at(new Ports(8090, 8090)));
      services.put(PAYMENT, Deployed.at(new Ports(8080, 9080)));
      services.put(ORDER, Deployed.at(new Ports(8081, 9081)));
      services.put(POINTS, Deployed.at(new Ports(8082, 9082)));
      services.put(NOTIFY, Deployed.at(new Ports(8083, 9083)));
      Settings settings = Settings.startingEmpty(directory).withProgress(progress);
      return new Options(keep ? settings.keepingData() : settings, services, false);
    }

    /** On free ports, with a broker that checks back and delivers again within seconds. */
    public static Options forTests(Path directory) {
      Map<String, Deployed> services = new LinkedHashMap<>();
      services.put(SIMULATOR, Deployed.at(Ports.free()));
      SERVICES.forEach(service -> services.put(service, Deployed.at(Ports.free())));
      return new Options(Settings.forTests(directory), services, true);
    }

    /** On free ports, and everything as shipped. */
    public static Options forMeasurements(Path directory) {
      Options tested = forTests(directory);
      return new Options(Settings.startingEmpty(directory), tested.services(), false);
    }

    /** Each service with its own way to database and broker, which can be cut. */
    public Options withLinks() {
      return new Options(infrastructure, services, true);
    }

    /** Charges are given up, and payments looked after, sooner than as shipped. */
    public Options withShortWaits() {
      return withEnvironment(PAYMENT, "PAYMENT_CHARGE_WINDOW", "20s")
          .withEnvironment(PAYMENT, "PAYMENT_PROVIDER_GIVE_UP_AFTER", "10s")
          .withEnvironment(PAYMENT, "PAYMENT_PROVIDER_LATE_MARGIN", "2s")
          .withEnvironment(PAYMENT, "PAYMENT_FULFILMENT_FIRST_AFTER", "4s")
          .withEnvironment(PAYMENT, "PAYMENT_FULFILMENT_LOOK_BACK_INTERVAL", "2s");
    }

    /** The shipped broker.conf and nothing else but these. */
    public Options withBrokerSettings(Map<String, String> settings) {
      return withInfrastructure(infrastructure.withBrokerSettings(settings));
    }

    public Options withDatabaseSetting(String name, String value) {
      return withInfrastructure(infrastructure.withDatabaseSetting(name, value));
    }

    /** So many instances of each service; the simulator stays alone. */
    public Options withInstances(int count) {
      Options changed = this;
      for (String service : SERVICES) {
        changed = changed.with(service, services.get(service).withInstances(count));
      }
      return changed;
    }

    /** So many instances of this one. */
    public Options withInstances(String service, int count) {
      return with(service, services.get(service).withInstances(count));
    }

    /** Given to every instance of the service, after those of the harness. */
    public Options withJvmArguments(String service, String... arguments) {
      return with(service, services.get(service).withJvmArguments(List.of(arguments)));
    }

    /** Set for every instance of the service, on top of what the harness sets. */
    public Options withEnvironment(String service, String variable, String value) {
      return with(service, services.get(service).withEnvironment(variable, value));
    }

    /**
     * In place of the service's jar, with the same environment and the same ports.
     *
     * @param program what follows {@code java} and its flags: a class path and a main class, say
     */
    public Options withProgram(String service, String... program) {
      return with(service, services.get(service).withProgram(List.of(program)));
    }

    public Options withInfrastructure(Settings settings) {
      return new Options(settings, services, throughLinks);
    }

    private Options with(String service, Deployed deployed) {
      Map<String, Deployed> changed = new LinkedHashMap<>(services);
      changed.put(service, deployed);
      return new Options(infrastructure, changed, throughLinks);
    }
  }

  /**
   * What runs of one service.
   *
   * @param ports of the first instance; further ones get free ports
   * @param program what is run in place of the service's jar; empty for the jar
   */
  public record Deployed(
      Ports ports,
      int instances,
      List<String> jvmArguments,
      Map<String, String> environment,
      List<String> program) {
    static Deployed at(Ports ports) {
      return new Deployed(ports, 1, List.of(), Map.of(), List.of());
    }

    Deployed withInstances(int count) {
      return new Deployed(ports, count, jvmArguments, environment, program);
    }

    Deployed withProgram(List<String> other) {
      return new Deployed(ports, instances, jvmArguments, environment, other);
    }

    Deployed withJvmArguments(List<String> arguments) {
      List<String> all = new ArrayList<>(jvmArguments);
      all.addAll(arguments);
      return new Deployed(ports, instances, List.copyOf(all), environment, program);
    }

    Deployed withEnvironment(String variable, String value) {
      Map<String, String> all = new HashMap<>(environment);
      all.put(variable, value);
      return new Deployed(ports, instances, jvmArguments, Map.copyOf(all), program);
    }
  }

  /** Starts everything and returns when all of it is ready; leaves nothing running if it fails. */
  public static WholeSystem start(Options options) {
    WholeSystem system = new WholeSystem(options);
    try {
      Consumer<String> progress = options.infrastructure().progress();
      progress.accept("starting the simulator and the services");
      system.startTogether(system.ofEachService(all -> all.limit(1)), progress);
      // These find the others at work: all at once they would take each other's time until one
      // gives up.
      for (ServiceProcess further : system.ofEachService(all -> all.skip(1))) {
        system.startTogether(List.of(further), progress);
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

  /** Where data and logs are. */
  public Path directory() {
    return directory;
  }

  /** The first instance of a service. */
  public ServiceProcess service(String name) {
    return instances(name).get(0);
  }

  public List<ServiceProcess> instances(String service) {
    return instances.get(service);
  }

  /** Of all services, and the simulator. */
  public List<ServiceProcess> everyInstance() {
    return instances.values().stream().flatMap(List::stream).toList();
  }

  /** Starts one more instance of a service, on ports of its own. */
  public ServiceProcess startAnother(String service) {
    ServiceProcess another = addInstance(service, Ports.free());
    another.start();
    return another;
  }

  /** The way of all instances of that service to database and broker. */
  public ServiceLink link(String service) {
    return infrastructure.link(service);
  }

  /** Keeps its connections: one for everybody who asks. */
  public SuiteClient client() {
    return client;
  }

  /** What a service needs to know of the world: nothing but these variables. */
  Map<String, String> environmentOf(String service) {
    Map<String, String> environment = new HashMap<>(infrastructure.environmentOf(service));
    if (options.throughLinks()) {
      environment.put("DB_URL", link(service).databaseUrl());
    }
    environment.put("JWT_ISSUER", apiOf(SIMULATOR));
    environment.put("JWT_JWK_SET_URI", apiOf(SIMULATOR) + "/oauth2/jwks");
    environment.put("API_DOCS", "true");
    if (service.equals(PAYMENT)) {
      environment.put("JWT_TOKEN_URI", apiOf(SIMULATOR) + "/oauth2/token");
      environment.put(SERVICE_CLIENT_SECRET, serviceClientSecret);
      environment.put("PAYMENT_PROVIDER_URL", apiOf(SIMULATOR));
      environment.put("ORDER_MANAGEMENT_URL", managementOf(ORDER));
      environment.put("POINTS_MANAGEMENT_URL", managementOf(POINTS));
      environment.put("NOTIFY_MANAGEMENT_URL", managementOf(NOTIFY));
    }
    if (service.equals(NOTIFY)) {
      environment.put("SMS_PROVIDER_URL", apiOf(SIMULATOR));
    }
    return environment;
  }

  @Override
  public void close() {
    // Each goes on answering for some seconds: all of them at the same time.
    everyInstance().forEach(ServiceProcess::requestStop);
    everyInstance().forEach(ServiceProcess::stop);
    infrastructure.close();
  }

  private void startTogether(List<ServiceProcess> some, Consumer<String> progress) {
    some.forEach(ServiceProcess::launch);
    for (ServiceProcess service : some) {
      service.awaitReady();
      progress.accept(service.name() + " is ready at " + service.api());
    }
  }

  private List<ServiceProcess> ofEachService(UnaryOperator<Stream<ServiceProcess>> which) {
    return instances.values().stream().flatMap(all -> which.apply(all.stream())).toList();
  }

  private String apiOf(String service) {
    return Endpoints.local(options.services().get(service).ports().api()).toString();
  }

  private String managementOf(String service) {
    return Endpoints.local(options.services().get(service).ports().management()).toString();
  }

  private ServiceProcess addInstance(String service, Ports ports) {
    List<ServiceProcess> present = instances(service);
    String name = present.isEmpty() ? service : service + "-" + (present.size() + 1);
    ServiceProcess added = new ServiceProcess(name, define(service, ports));
    present.add(added);
    return added;
  }

  private Definition define(String service, Ports ports) {
    boolean simulator = service.equals(SIMULATOR);
    Map<String, String> environment = new HashMap<>();
    environment.put("SERVER_ADDRESS", "127.0.0.1");
    environment.put("SERVER_PORT", String.valueOf(ports.api()));
    if (simulator) {
      environment.put("SIMULATOR_DIRECTORY", directory.resolve("ledgers").toString());
      environment.put("ISSUER", Endpoints.local(ports.api()).toString());
      environment.put(SERVICE_CLIENT_SECRET, serviceClientSecret);
    } else {
      environment.put("MANAGEMENT_SERVER_PORT", String.valueOf(ports.management()));
      environment.putAll(environmentOf(service));
    }
    Deployed deployed = options.services().get(service);
    environment.putAll(deployed.environment());
    List<String> jvmArguments = new ArrayList<>();
    jvmArguments.add("-Djava.io.tmpdir=" + directory.resolve(TEMPORARY));
    if (!simulator && options.throughLinks()) {
      jvmArguments.addAll(link(service).jvmArguments());
    }
    jvmArguments.addAll(deployed.jvmArguments());
    URI management = Endpoints.local(simulator ? ports.api() : ports.management());
    return new Definition(
        deployed.program().isEmpty()
            ? List.of("-jar", jars.get(service).toString())
            : deployed.program(),
        jvmArguments,
        environment,
        Endpoints.local(ports.api()),
        management.resolve(simulator ? "/actuator/health" : "/actuator/health/readiness"),
        directory.resolve("logs"));
  }

  private static void createDirectories(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
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
