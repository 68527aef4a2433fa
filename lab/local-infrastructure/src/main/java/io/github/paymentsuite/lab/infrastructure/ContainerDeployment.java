package io.github.paymentsuite.lab.infrastructure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/**
 * RocketMQ and MySQL as containers, on the ports of this machine that embedded ones would have.
 * They keep no data.
 */
final class ContainerDeployment implements Deployment {

  static final DockerImageName MYSQL = DockerImageName.parse("mysql:9.7");
  static final DockerImageName ROCKETMQ = DockerImageName.parse("apache/rocketmq:5.4.0");
  private static final int MYSQL_PORT = 3306;
  private static final int NAME_SERVER_PORT = 9876;
  private static final String NAME_SERVER = "nameserver";
  private static final String BROKER_CONFIGURATION = "/tmp/broker.conf";

  private final Network network = Network.newNetwork();
  private final ContainerPart database;
  private final ContainerPart nameServer;
  private final ContainerPart broker;

  ContainerDeployment(
      Settings settings, Addresses addresses, Passwords passwords, ProjectFolder project) {
    if (settings.keepData() || !settings.storeDirectory().equals(settings.dataDirectory())) {
      throw new IllegalArgumentException(
          "Containers have no data on this machine: use -Dinfrastructure=embedded");
    }
    database =
        new ContainerPart(
            "database",
            addresses.database(),
            settings.progress(),
            container(MYSQL, addresses.database(), MYSQL_PORT)
                .withEnv(passwords.environment())
                .withEnv("MYSQL_ROOT_PASSWORD", passwords.root())
                .withCommand(databaseOptions(settings))
                .withCopyFileToContainer(
                    MountableFile.forHostPath(project.databaseInitialisation()),
                    "/docker-entrypoint-initdb.d"));
    nameServer =
        new ContainerPart(
            "name server",
            addresses.nameServer(),
            settings.progress(),
            container(ROCKETMQ, addresses.nameServer(), NAME_SERVER_PORT)
                .withNetworkAliases(NAME_SERVER)
                .withEnv("JAVA_OPT_EXT", flags("-Xms32m -Xmx128m -Xmn32m"))
                .withCommand("sh", "mqnamesrv"));
    broker =
        new ContainerPart(
            "broker",
            addresses.broker(),
            settings.progress(),
            container(ROCKETMQ, addresses.broker(), addresses.broker())
                .withEnv("JAVA_OPT_EXT", flags("-Xms128m -Xmx512m -Xmn128m"))
                .withCopyToContainer(
                    Transferable.of(brokerConfiguration(settings, addresses, passwords, project)),
                    BROKER_CONFIGURATION)
                // On the image's class path.
                .withCopyFileToContainer(
                    MountableFile.forHostPath(project.brokerAuthorization()),
                    "/home/rocketmq/rocketmq-%s/conf".formatted(ROCKETMQ.getVersionPart()))
                .withCommand("sh", "mqbroker", "-c", BROKER_CONFIGURATION));
  }

  @Override
  public StartablePart database() {
    return database;
  }

  @Override
  public StartablePart nameServer() {
    return nameServer;
  }

  @Override
  public StartablePart broker() {
    return broker;
  }

  /** The image's entrypoint has done so. */
  @Override
  public void createSchemas() {}

  @Override
  public void close() {
    List.of(broker, nameServer, database).forEach(ContainerPart::remove);
    network.close();
  }

  private GenericContainer<?> container(DockerImageName image, int hostPort, int port) {
    GenericContainer<?> container = new GenericContainer<>(image).withNetwork(network);
    container.setPortBindings(List.of("127.0.0.1:%d:%d".formatted(hostPort, port)));
    // A part waits for itself, after restarts too.
    container.setWaitStrategy(
        new AbstractWaitStrategy() {
          @Override
          protected void waitUntilReady() {}
        });
    return container;
  }

  private static String[] databaseOptions(Settings settings) {
    return Stream.concat(
            Stream.of("mysqld"),
            settings.databaseSettings().entrySet().stream()
                .map(setting -> "--%s=%s".formatted(setting.getKey(), setting.getValue())))
        .toArray(String[]::new);
  }

  private static String brokerConfiguration(
      Settings settings, Addresses addresses, Passwords passwords, ProjectFolder project) {
    try {
      return BrokerConfiguration.shipped(project.shippedRocketMq())
          .with(settings.brokerSettings())
          .administeredBy(passwords.brokerAdministrator())
          .listeningOn(addresses.broker(), NAME_SERVER + ":" + NAME_SERVER_PORT)
          .text();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String flags(String heap) {
    return heap + " " + String.join(" ", RocketMqFlags.ALL);
  }
}
