package io.github.paymentsuite.lab.infrastructure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A real RocketMQ and a real database on this machine, for the demo and every test: either {@code
 * embedded} as child processes (RocketMQ and MariaDB), or as {@code containers} (RocketMQ and
 * MySQL), as the system property {@code infrastructure} says. Nothing of it outlives this JVM.
 */
public final class LocalInfrastructure implements AutoCloseable {

  public static final String MODE_PROPERTY = "infrastructure";

  private final Settings settings;
  private final DataDirectory data;
  private final Addresses addresses;
  private final Passwords passwords;
  private final Deployment deployment;
  private final Provisioning provisioning;
  private final Map<Participant, ServiceLink> links = new ConcurrentHashMap<>();

  private LocalInfrastructure(Settings settings, DataDirectory data, ProjectFolder project) {
    this.settings = settings;
    this.data = data;
    addresses = Addresses.choose();
    passwords = Passwords.in(data.passwords());
    deployment = deployment(project);
    provisioning =
        new Provisioning(
            project.shippedRocketMq(),
            addresses.broker(),
            addresses.nameServer(),
            passwords.brokerAdministrator(),
            Stream.of(Participant.values()).map(passwords::brokerUser).toList(),
            () -> deployment.nameServer().isServing());
    deployment.database().readyWhen(() -> () -> administer("").close());
    deployment
        .nameServer()
        .readyWhen(() -> provisioning.nameServerReadiness(() -> deployment.broker().isServing()));
    deployment.broker().readyWhen(provisioning::brokerReadiness);
  }

  /** Starts everything at once and returns when all of it serves. */
  public static LocalInfrastructure start(Settings settings) {
    ProjectFolder project = ProjectFolder.find();
    DataDirectory data = DataDirectory.open(settings.dataDirectory(), settings.storeDirectory());
    LocalInfrastructure infrastructure;
    try {
      if (!settings.keepData()) {
        data.deleteData();
        data.deleteLogs();
      }
      infrastructure = new LocalInfrastructure(settings, data, project);
    } catch (RuntimeException e) {
      data.close();
      throw e;
    }
    try {
      infrastructure.startParts();
      return infrastructure;
    } catch (RuntimeException e) {
      infrastructure.close();
      throw e;
    }
  }

  /**
   * The one that all tests of a module share: started when it is first asked for, in the module's
   * {@code target/infrastructure}, and closed when the JVM ends.
   */
  public static LocalInfrastructure shared() {
    return Shared.INFRASTRUCTURE;
  }

  /**
   * The environment variables by which a service finds its database and RocketMQ, and the secrets
   * that stay with its data.
   */
  public Map<String, String> environmentOf(String service) {
    DatabaseAccess database = databaseAccess(service);
    DatabaseAccess migration = migrationAccess(service);
    Map<String, String> environment = new HashMap<>();
    environment.put("DB_URL", database.url());
    environment.put("DB_USERNAME", database.user());
    environment.put("DB_PASSWORD", database.password());
    environment.put("DB_MIGRATION_USERNAME", migration.user());
    environment.put("DB_MIGRATION_PASSWORD", migration.password());
    environment.put("ROCKETMQ_NAME_SERVER", nameServerAddress());
    environment.put("ROCKETMQ_ACCESS_KEY", brokerUser(service).accessKey());
    environment.put("ROCKETMQ_SECRET_KEY", brokerUser(service).secretKey());
    if (Participant.ofService(service) == Participant.NOTIFY) {
      environment.put("PHONE_KEYS", passwords.phoneKeys());
    }
    return environment;
  }

  int brokerPort() {
    return addresses.broker();
  }

  /** Where the name server listens, as {@code host:port}. */
  public String nameServerAddress() {
    return addresses.nameServerAddress();
  }

  /**
   * How {@code payment-service}, {@code order-service}, {@code points-service} or {@code
   * notify-service} reaches its schema.
   */
  public DatabaseAccess databaseAccess(String service) {
    Participant participant = Participant.ofService(service);
    return access(participant, participant.user());
  }

  /** How the same service's migrations reach it, who may change its tables. */
  public DatabaseAccess migrationAccess(String service) {
    Participant participant = Participant.ofService(service);
    return access(participant, participant.migrationUser());
  }

  private DatabaseAccess access(Participant participant, DatabaseUser user) {
    return new DatabaseAccess(
        addresses.databaseUrl(participant.schema()), user.name(), passwords.of(user));
  }

  /**
   * The user as which {@code payment-service} or another of the services signs in at the broker.
   */
  public BrokerUser brokerUser(String service) {
    return passwords.brokerUser(Participant.ofService(service));
  }

  /** The user of the broker who may do everything, for set-up and tests. */
  public BrokerUser brokerAdministrator() {
    return passwords.brokerAdministrator();
  }

  /** A connection with all rights, for tests and checks; never through a link. */
  public Connection administer(String schema) throws SQLException {
    String url =
        addresses.databaseUrl(schema)
            + "?sslMode=DISABLED&allowPublicKeyRetrieval=true&connectionTimeZone=UTC"
            + "&connectTimeout=5000&socketTimeout=60000";
    return DriverManager.getConnection(url, "root", passwords.root());
  }

  /** Creates a consumer group beside those that the product ships, for a test that listens in. */
  public void createConsumerGroup(String group) {
    try {
      provisioning.createGroup(group);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The broker as its administrator sees it. */
  public BrokerAdministration brokerAdministration() {
    return new BrokerAdministration(addresses.broker(), brokerAdministrator());
  }

  public Part database() {
    return deployment.database();
  }

  public Part nameServer() {
    return deployment.nameServer();
  }

  public Part broker() {
    return deployment.broker();
  }

  /** Starts all parts at once, on what they find stored; returns when all of them serve. */
  public void startParts() {
    // The name server first: a broker that does not find it registers late.
    deployment.nameServer().launch();
    deployment.broker().launch();
    deployment.database().launch();
    deployment.database().awaitReady();
    deployment.createSchemas();
    deployment.nameServer().awaitReady();
    deployment.broker().awaitReady();
  }

  /** SIGKILL to all parts, as when the machine that they run on is gone. */
  public void killParts() {
    AtOnce.run(broker()::kill, database()::kill, nameServer()::kill);
  }

  /**
   * This service's own way to the database and to RocketMQ, which can be cut without touching any
   * other's.
   */
  public ServiceLink link(String service) {
    return links.computeIfAbsent(
        Participant.ofService(service),
        participant -> new ServiceLink(participant, addresses.database(), addresses.broker()));
  }

  /** Leaves nothing running, and no data unless it is to be kept. Logs stay. */
  @Override
  public void close() {
    links.values().forEach(ServiceLink::close);
    try (data) {
      deployment.close();
      if (!settings.keepData()) {
        data.deleteData();
      }
    }
  }

  private Deployment deployment(ProjectFolder project) {
    String mode = System.getProperty(MODE_PROPERTY, "embedded");
    return switch (mode) {
      case "embedded" -> new EmbeddedDeployment(settings, data, addresses, passwords, project);
      case "containers" -> new ContainerDeployment(settings, addresses, passwords, project);
      default ->
          throw new IllegalArgumentException(
              "-D%s=%s is neither embedded nor containers".formatted(MODE_PROPERTY, mode));
    };
  }

  /** Started by the first use of this class. */
  private static final class Shared {
    static final LocalInfrastructure INFRASTRUCTURE =
        start(Settings.forTests(Path.of("target/infrastructure")));

    static {
      Runtime.getRuntime()
          .addShutdownHook(new Thread(INFRASTRUCTURE::close, "closing-infrastructure"));
    }
  }
}
