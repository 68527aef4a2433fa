package io.github.paymentsuite.lab.infrastructure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * RocketMQ and MariaDB as processes of this machine, with all their files in the data directory.
 */
final class EmbeddedDeployment implements Deployment {

  private static final Duration SCRIPT_LIMIT = Duration.ofSeconds(30);
  private static final String LOGGING = "rmq.logback.xml";

  private final Settings settings;
  private final Addresses addresses;
  private final Passwords passwords;
  private final ProjectFolder project;
  private final ProcessPart database;
  private final ProcessPart nameServer;
  private final ProcessPart broker;

  EmbeddedDeployment(
      Settings settings, Addresses addresses, Passwords passwords, ProjectFolder project) {
    this.settings = settings;
    this.addresses = addresses;
    this.passwords = passwords;
    this.project = project;
    database =
        new ProcessPart(
            "database", List.of(addresses.database()), settings.progress(), this::runDatabase);
    nameServer =
        new ProcessPart(
            "name server",
            List.of(addresses.nameServer()),
            settings.progress(),
            this::runNameServer);
    broker =
        new ProcessPart("broker", addresses.brokerPorts(), settings.progress(), this::runBroker);
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

  /**
   * Runs the product's own script, with the client that it expects from the mysql image's
   * entrypoint.
   */
  @Override
  public void createSchemas() {
    String script =
        """
        docker_process_sql() { "$CLIENT" --no-defaults --skip-ssl --protocol=tcp --host=127.0.0.1 --port="$PORT" --user=root "$@"; }
        set -eo pipefail
        for script in "$@"; do . "$script"; done
        """;
    Map<String, String> environment = new TreeMap<>(passwords.environment());
    environment.put("CLIENT", installation().client().toString());
    environment.put("PORT", Integer.toString(addresses.database()));
    environment.put("MYSQL_PWD", passwords.root());
    List<String> command = new ArrayList<>(List.of("bash", "-c", script, "sql-init"));
    try (Stream<Path> scripts = Files.list(project.databaseInitialisation())) {
      scripts
          .map(Path::toString)
          .filter(name -> name.endsWith(".sh"))
          .sorted()
          .forEach(command::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    GuardedProcess process =
        GuardedProcess.start("sql-init", command, environment, project.root(), log("sql-init"));
    if (process.awaitExit(SCRIPT_LIMIT) != 0) {
      throw new IllegalStateException(
          "Schemas and users cannot be created:%n%s".formatted(process.lastLines(10)));
    }
  }

  /** What is thrown away anyway is not asked to end in order. */
  @Override
  public void close() {
    List<ProcessPart> parts = List.of(broker, nameServer, database);
    CompletableFuture.allOf(
            parts.stream()
                .map(
                    part ->
                        CompletableFuture.runAsync(settings.keepData() ? part::stop : part::kill))
                .toArray(CompletableFuture<?>[]::new))
        .join();
  }

  private GuardedProcess runDatabase() {
    Path data = folder("database");
    Path initialisation = folder("conf").resolve("root.sql");
    try {
      if (Files.notExists(data.resolve("mysql"))) {
        installation().copyFreshDataTo(data);
      }
      Files.writeString(initialisation, rootAccount());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> command =
        new ArrayList<>(
            List.of(
                installation().server().toString(),
                "--no-defaults",
                "--basedir=" + installation().folder(),
                "--datadir=" + data,
                // Relative to the data directory, as a socket's path may have 107 characters at
                // most.
                "--socket=mariadb.sock",
                "--bind-address=127.0.0.1",
                "--port=" + addresses.database(),
                "--init-file=" + initialisation,
                "--skip-name-resolve",
                "--skip-ssl",
                "--default-time-zone=+00:00",
                "--character-set-server=utf8mb4",
                "--innodb-flush-log-at-trx-commit=1",
                "--innodb-buffer-pool-size=64M",
                "--innodb-log-file-size=16M"));
    if (System.getProperty("user.name").equals("root")) {
      command.add("--user=root");
    }
    return GuardedProcess.start("database", command, Map.of(), data, log("database"));
  }

  /**
   * Only this account can enter from anywhere; the test schema that everybody may use is dropped.
   */
  private String rootAccount() {
    return """
        CREATE OR REPLACE USER root@'127.0.0.1' IDENTIFIED BY '%s';
        GRANT ALL ON *.* TO root@'127.0.0.1' WITH GRANT OPTION;
        DROP DATABASE IF EXISTS test;
        DELETE FROM mysql.db WHERE Db LIKE 'test%%';
        DELETE FROM mysql.global_priv WHERE User = '';
        FLUSH PRIVILEGES;
        """
        .formatted(passwords.root());
  }

  private GuardedProcess runNameServer() {
    String configuration =
        """
        bindAddress=127.0.0.1
        listenPort=%d
        """
            .formatted(addresses.nameServer());
    return runJava(
        "namesrv", "org.apache.rocketmq.namesrv.NamesrvStartup", configuration, "-Xmx128m");
  }

  private GuardedProcess runBroker() {
    try {
      String configuration =
          BrokerConfiguration.shipped(project.shippedRocketMq())
              .with(settings.brokerSettings())
              .with(Map.of("bindAddress", "127.0.0.1"))
              .listeningOn(addresses.broker(), addresses.nameServerAddress())
              .text();
      return runJava(
          "broker", "org.apache.rocketmq.broker.BrokerStartup", configuration, "-Xmx512m");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private GuardedProcess runJava(String name, String mainClass, String configuration, String heap) {
    Path configurations = folder("conf");
    Path file = configurations.resolve(name + ".conf");
    Path home = folder("rocketmq");
    try (var logging = EmbeddedDeployment.class.getResourceAsStream(LOGGING)) {
      Files.writeString(file, configuration);
      Files.copy(logging, configurations.resolve(LOGGING), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xms64m", heap));
    command.addAll(RocketMqFlags.ALL);
    // Messages, offsets and whatever else it writes goes below its user's home.
    command.add("-Duser.home=" + home);
    command.add("-Drocketmq.home.dir=" + home);
    // The folder with the logging configuration comes first, before those in the jars.
    command.addAll(List.of("-cp", configurations + ":" + project.rocketMqLibraries() + "/*"));
    command.addAll(List.of(mainClass, "-c", file.toString()));
    return GuardedProcess.start(name, command, Map.of(), home, log(name));
  }

  private MariaDbInstallation installation() {
    try {
      return MariaDbInstallation.in(project.sharedData(), settings.progress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path log(String name) {
    return folder("logs").resolve(name + ".log");
  }

  private Path folder(String name) {
    try {
      return Files.createDirectories(settings.dataDirectory().resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
