package io.github.paymentsuite.lab.infrastructure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** MariaDB as a process, and what makes it ready for the services. */
final class EmbeddedDatabase {

  private static final Duration SCRIPT_LIMIT = Duration.ofSeconds(30);

  private final DataDirectory data;
  private final int port;
  private final Map<String, String> settings;
  private final Passwords passwords;
  private final ProjectFolder project;
  private final MariaDbInstallation installation;

  EmbeddedDatabase(
      DataDirectory data,
      int port,
      Map<String, String> settings,
      Passwords passwords,
      ProjectFolder project,
      MariaDbInstallation installation) {
    this.data = data;
    this.port = port;
    this.settings = settings;
    this.passwords = passwords;
    this.project = project;
    this.installation = installation;
  }

  GuardedProcess run() {
    Path directory = data.database();
    Path initialisation = data.configuration().resolve("root.sql");
    try {
      if (Files.notExists(directory.resolve("mysql"))) {
        installation.copyFreshDataTo(directory);
      }
      DataDirectory.writeSecret(initialisation, rootAccount());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> command =
        new ArrayList<>(
            List.of(
                installation.server().toString(),
                "--no-defaults",
                "--basedir=" + installation.folder(),
                "--datadir=" + directory,
                // Relative to the data directory, as a socket's path may have 107 characters at
                // most.
                "--socket=mariadb.sock",
                "--bind-address=127.0.0.1",
                "--port=" + port,
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
    // Of an option that is there twice the last one counts.
    settings.forEach((name, value) -> command.add("--%s=%s".formatted(name, value)));
    return GuardedProcess.start("database", command, Map.of(), directory, data.log("database"));
  }

  /**
   * Runs the product's own script, with the client that it expects from the mysql image's
   * entrypoint.
   */
  void createSchemas() {
    String script =
        """
        docker_process_sql() { "$CLIENT" --no-defaults --skip-ssl --protocol=tcp --host=127.0.0.1 --port="$PORT" --user=root "$@"; }
        set -eo pipefail
        for script in "$@"; do . "$script"; done
        """;
    Map<String, String> environment = new TreeMap<>(passwords.environment());
    environment.put("CLIENT", installation.client().toString());
    environment.put("PORT", Integer.toString(port));
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
        GuardedProcess.start(
            "sql-init", command, environment, project.root(), data.log("sql-init"));
    if (process.awaitExit(SCRIPT_LIMIT) != 0) {
      throw new IllegalStateException(
          "Schemas and users cannot be created:%n%s".formatted(process.lastLines(10)));
    }
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
}
