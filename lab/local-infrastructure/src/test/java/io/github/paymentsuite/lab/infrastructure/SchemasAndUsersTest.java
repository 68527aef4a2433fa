package io.github.paymentsuite.lab.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SharedInfrastructure.class)
class SchemasAndUsersTest {

  private static final Path SCRIPT = Path.of("../../sql/init/10-schemas-and-users.sh");

  @ParameterizedTest
  @ValueSource(strings = {"payment-service", "order-service", "points-service", "notify-service"})
  void everyServiceWorksInItsOwnSchema(String service, LocalInfrastructure infrastructure)
      throws SQLException {
    try (Connection connection = connect(infrastructure.databaseAccess(service))) {
      execute(
          connection,
          "CREATE TABLE own (id INT PRIMARY KEY)",
          "INSERT INTO own VALUES (1)",
          "ALTER TABLE own ADD COLUMN note VARCHAR(10)",
          "UPDATE own SET note = 'x'",
          "DELETE FROM own",
          "DROP TABLE own");
    }
  }

  @Test
  void noServiceReadsAnothersSchema(LocalInfrastructure infrastructure) throws SQLException {
    try (Connection root = infrastructure.administer("order_db");
        Connection payment = connect(infrastructure.databaseAccess("payment-service"))) {
      execute(root, "CREATE TABLE foreign_to_payment (id INT)");
      assertThatThrownBy(() -> execute(payment, "SELECT * FROM order_db.foreign_to_payment"))
          .hasMessageContaining("denied");
      assertThatThrownBy(() -> execute(payment, "CREATE DATABASE test_db"))
          .hasMessageContaining("denied");
      execute(root, "DROP TABLE foreign_to_payment");
    }
  }

  @Test
  void nobodyEntersWithoutTheRightPassword(LocalInfrastructure infrastructure) {
    DatabaseAccess access = infrastructure.databaseAccess("payment-service");
    assertThatThrownBy(() -> connect(new DatabaseAccess(access.url(), access.user(), "guessed")))
        .hasMessageContaining("denied");
    assertThatThrownBy(() -> connect(new DatabaseAccess(access.url(), "root", "")))
        .hasMessageContaining("denied");
  }

  @Test
  void passwordsAreNotPrinted(LocalInfrastructure infrastructure) {
    DatabaseAccess access = infrastructure.databaseAccess("payment-service");
    assertThat(access.toString()).doesNotContain(access.password());
  }

  @Test
  void timesAreUtc(LocalInfrastructure infrastructure) throws SQLException {
    try (Connection connection = connect(infrastructure.databaseAccess("payment-service"));
        var statement = connection.createStatement();
        var result = statement.executeQuery("SELECT TIMESTAMPDIFF(MINUTE, UTC_TIMESTAMP, NOW())")) {
      assertThat(result.next()).isTrue();
      assertThat(result.getInt(1)).isZero();
    }
  }

  @Test
  void theScriptTakesAnyPasswordAndMayRunAgain(
      LocalInfrastructure infrastructure, @TempDir Path directory) throws Exception {
    DatabaseAccess access = infrastructure.databaseAccess("points-service");
    String awkward = "it's \\ \"quoted\" $HOME `x` %s";
    run(statements(environment(infrastructure, awkward), directory), infrastructure);
    connect(new DatabaseAccess(access.url(), access.user(), awkward)).close();

    run(statements(environment(infrastructure, access.password()), directory), infrastructure);
    connect(access).close();
  }

  @Test
  void theScriptNamesTheMissingPasswordBeforeItDoesAnything(
      LocalInfrastructure infrastructure, @TempDir Path directory) {
    Map<String, String> environment = environment(infrastructure, "");
    GuardedProcess process = startScript(environment, directory);
    assertThat(process.awaitExit(Duration.ofSeconds(10))).isNotZero();
    assertThat(process.lastLines(10))
        .contains("POINTS_DB_PASSWORD is not set")
        .doesNotContain("CREATE");
  }

  private static Map<String, String> environment(
      LocalInfrastructure infrastructure, String pointsPassword) {
    Map<String, String> environment = new TreeMap<>();
    for (Participant participant : Participant.values()) {
      environment.put(
          participant.passwordVariable(),
          infrastructure.databaseAccess(participant.service()).password());
    }
    environment.put("POINTS_DB_PASSWORD", pointsPassword);
    return environment;
  }

  /** What the script would have the server do. */
  private static String statements(Map<String, String> environment, Path directory) {
    GuardedProcess process = startScript(environment, directory);
    assertThat(process.awaitExit(Duration.ofSeconds(10))).isZero();
    return process.lastLines(100);
  }

  private static GuardedProcess startScript(Map<String, String> environment, Path directory) {
    try {
      return GuardedProcess.start(
          "script",
          List.of(
              "bash",
              "-c",
              "set -eo pipefail; docker_process_sql() { cat; }; . \"$1\"",
              "bash",
              SCRIPT.toRealPath().toString()),
          environment,
          directory,
          directory.resolve(TestClients.anyKey() + ".sql"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void run(String statements, LocalInfrastructure infrastructure)
      throws SQLException {
    try (Connection root = infrastructure.administer("")) {
      execute(root, statements.split(";\\R|;$"));
    }
  }

  private static Connection connect(DatabaseAccess access) throws SQLException {
    return DriverManager.getConnection(access.url(), access.user(), access.password());
  }

  private static void execute(Connection connection, String... statements) throws SQLException {
    try (var statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
