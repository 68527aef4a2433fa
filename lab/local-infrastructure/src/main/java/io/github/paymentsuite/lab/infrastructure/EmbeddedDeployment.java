package io.github.paymentsuite.lab.infrastructure;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * RocketMQ and MariaDB as processes of this machine, with all their files in the data directory.
 */
final class EmbeddedDeployment implements Deployment {

  private final boolean keepData;
  private final EmbeddedDatabase mariaDb;
  private final ProcessPart database;
  private final ProcessPart nameServer;
  private final ProcessPart broker;

  EmbeddedDeployment(
      Settings settings,
      DataDirectory data,
      Addresses addresses,
      Passwords passwords,
      ProjectFolder project) {
    keepData = settings.keepData();
    mariaDb =
        new EmbeddedDatabase(
            data,
            addresses.database(),
            settings.databaseSettings(),
            passwords,
            project,
            MariaDbInstallation.in(project.sharedData(), settings.progress()));
    var rocketMq =
        new EmbeddedRocketMq(
            data,
            addresses,
            settings.brokerSettings(),
            settings.rocketMqJvmArguments(),
            passwords.brokerAdministrator(),
            project);
    database =
        new ProcessPart(
            "database", List.of(addresses.database()), settings.progress(), mariaDb::run);
    nameServer =
        new ProcessPart(
            "name server",
            List.of(addresses.nameServer()),
            settings.progress(),
            rocketMq::runNameServer);
    broker =
        new ProcessPart(
            "broker", addresses.brokerPorts(), settings.progress(), rocketMq::runBroker);
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

  @Override
  public void createSchemas() {
    mariaDb.createSchemas();
  }

  /**
   * Only what keeps its data is asked to end in order: both at once, as the broker takes its time.
   */
  @Override
  public void close() {
    nameServer.kill();
    CompletableFuture.allOf(
            CompletableFuture.runAsync(() -> end(broker)),
            CompletableFuture.runAsync(() -> end(database)))
        .join();
  }

  private void end(ProcessPart part) {
    if (keepData) {
      part.stop();
    } else {
      part.kill();
    }
  }
}
