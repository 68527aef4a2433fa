package io.github.paymentsuite.lab.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
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
    run(
        statements(environment(infrastructure, "POINTS_DB_PASSWORD", awkward), directory),
        infrastructure);
    connect(new DatabaseAccess(access.url(), access.user(), awkward)).close();

    run(statements(environment(infrastructure), directory), infrastructure);
    connect(access).close();
  }

  @Test
  void theScriptLeavesNoRightThatAUserHadBeforeAndDoesNotNeed(
      LocalInfrastructure infrastructure, @TempDir Path directory) throws Exception {
    try (Connection root = infrastructure.administer("points_db")) {
      Map<String, List<String>> least = rights(root);
      execute(
          root,
          "GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX, REFERENCES ON points_db.* TO points_service",
          "GRANT CREATE, DELETE ON points_db.points_record TO points_service WITH GRANT OPTION",
          "GRANT CREATE, SELECT ON order_db.orders TO points_migration",
          "GRANT FILE, PROCESS ON *.* TO points_migration, points_service");
      assertThat(rights(root)).isNotEqualTo(least);

      run(statements(environment(infrastructure), directory), infrastructure);

      assertThat(rights(root)).isEqualTo(least);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"POINTS_DB_PASSWORD", "POINTS_DB_MIGRATION_PASSWORD"})
  void theScriptNamesTheMissingPasswordBeforeItDoesAnything(
      String variable, LocalInfrastructure infrastructure, @TempDir Path directory) {
    Map<String, String> environment = environment(infrastructure, variable, "");
    GuardedProcess process = startScript(environment, directory);
    assertThat(process.awaitExit(Duration.ofSeconds(10))).isNotZero();
    assertThat(process.lastLines(10)).contains(variable + " is not set").doesNotContain("CREATE");
  }

  private static Map<String, String> environment(
      LocalInfrastructure infrastructure, String variable, String password) {
    Map<String, String> environment = environment(infrastructure);
    environment.put(variable, password);
    return environment;
  }

  private static Map<String, String> environment(LocalInfrastructure infrastructure) {
    Map<String, String> environment = new TreeMap<>();
    for (Participant participant : Participant.values()) {
      environment.put(
          participant.user().passwordVariable(),
          infrastructure.databaseAccess(participant.service()).password());
      environment.put(
          participant.migrationUser().passwordVariable(),
          infrastructure.migrationAccess(participant.service()).password());
    }
    return environment;
  }

  private static Map<String, List<String>> rights(Connection root) throws SQLException {
    Map<String, List<String>> rights = new TreeMap<>();
    for (DatabaseUser user : Participant.databaseUsers()) {
      try (Statement statement = root.createStatement();
          ResultSet rows = statement.executeQuery("SHOW GRANTS FOR " + user.name())) {
        List<String> grants = new ArrayList<>();
        while (rows.next()) {
          grants.add(rows.getString(1).replaceFirst(" IDENTIFIED BY .*", ""));
        }
        // The server tells them in any order.
        grants.sort(null);
        rights.put(user.name(), grants);
      }
    }
    return rights;
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
