package io.github.paymentsuite.lab.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What each user of the database may do to the tables that the product ships, and what not. */
@ExtendWith(SharedInfrastructure.class)
class DatabaseRightsTest {

  private static final String HISTORY = "flyway_schema_history";
  private static final String PURGED = "idempotency_key";
  private static final Set<String> NEVER_UPDATED = Set.of("points_record", "payment_case", PURGED);

  /**
   * Access denied to a schema, by a login or a FILE right that is missing, to a table, to a
   * routine, for want of a global right; no user can be created by a grant; no owner of a thread;
   * no trigger where there is a binary log.
   */
  private static final Set<Integer> REFUSALS =
      Set.of(1044, 1045, 1142, 1370, 1227, 1410, 1095, 1419);

  @BeforeAll
  static void migrate(LocalInfrastructure infrastructure) throws SQLException, IOException {
    for (Participant participant : Participant.values()) {
      DatabaseAccess access = infrastructure.migrationAccess(participant.service());
      try (Connection connection =
          DriverManager.getConnection(
              access.url() + "?allowMultiQueries=true", access.user(), access.password())) {
        for (Path migration : migrations(participant)) {
          run(connection, Files.readString(migration));
        }
        run(connection, "CREATE TABLE " + HISTORY + " (installed_rank INT PRIMARY KEY)");
      }
    }
  }

  @AfterAll
  static void leaveNoTable(LocalInfrastructure infrastructure) throws SQLException {
    for (Participant participant : Participant.values()) {
      try (Connection root = infrastructure.administer(participant.schema())) {
        for (String table : tables(root)) {
          run(root, "DROP TABLE " + table);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void noServiceReadsAnothersSchema(
      Participant reader, Participant owner, LocalInfrastructure infrastructure)
      throws SQLException {
    try (Connection root = infrastructure.administer(owner.schema());
        Connection service = connect(infrastructure.databaseAccess(reader.service()));
        Connection migration = connect(infrastructure.migrationAccess(reader.service()))) {
      for (String table : tables(root)) {
        assertRefused(service, "SELECT * FROM %s.%s".formatted(owner.schema(), table));
        assertRefused(migration, "SELECT * FROM %s.%s".formatted(owner.schema(), table));
      }
      assertRefused(service, "USE " + owner.schema());
      assertRefused(migration, "USE " + owner.schema());
    }
  }

  static Stream<Arguments> pairs() {
    return Stream.of(Participant.values())
        .flatMap(
            reader ->
                Stream.of(Participant.values())
                    .filter(owner -> owner != reader)
                    .map(owner -> Arguments.of(reader, owner)));
  }

  @ParameterizedTest
  @EnumSource
  void aUserSeesNoSchemaButItsOwn(Participant participant, LocalInfrastructure infrastructure)
      throws SQLException {
    for (DatabaseAccess access : accesses(participant, infrastructure)) {
      try (Connection connection = connect(access)) {
        assertThat(column(connection, "SHOW DATABASES"))
            .contains(participant.schema())
            .isSubsetOf(participant.schema(), "information_schema", "performance_schema");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aServiceReadsAndAddsToEachOfItsTables(
      Participant participant, LocalInfrastructure infrastructure) throws SQLException {
    try (Connection service = connect(infrastructure.databaseAccess(participant.service()))) {
      for (String table : productTables(participant, infrastructure)) {
        run(service, "SELECT * FROM " + table);
        String column = column(service, "SHOW COLUMNS FROM " + table).get(0);
        run(
            service,
            "INSERT IGNORE INTO %s (%s) SELECT %s FROM %s WHERE FALSE"
                .formatted(table, column, column, table));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aServiceDeletesNothingFromALedger(
      Participant participant, LocalInfrastructure infrastructure) throws SQLException {
    try (Connection service = connect(infrastructure.databaseAccess(participant.service()))) {
      for (String table : productTables(participant, infrastructure)) {
        if (!table.equals(PURGED)) {
          assertRefused(service, "DELETE FROM " + table);
          assertRefused(service, "REPLACE INTO %s SELECT * FROM %s".formatted(table, table));
        }
        assertRefused(service, "TRUNCATE TABLE " + table);
      }
    }
  }

  @Test
  void onlyExpiredKeysCanBeDeleted(LocalInfrastructure infrastructure) throws SQLException {
    try (Connection service = connect(infrastructure.databaseAccess("payment-service"))) {
      run(service, "DELETE FROM " + PURGED + " WHERE created_at < '2000-01-01'");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aServiceUpdatesNothingThatIsWrittenOnce(
      Participant participant, LocalInfrastructure infrastructure) throws SQLException {
    try (Connection service = connect(infrastructure.databaseAccess(participant.service()))) {
      for (String table : productTables(participant, infrastructure)) {
        String column = column(service, "SHOW COLUMNS FROM " + table).get(0);
        String update = "UPDATE %s SET %s = %s WHERE FALSE".formatted(table, column, column);
        if (NEVER_UPDATED.contains(table)) {
          assertRefused(service, update);
        } else {
          run(service, update);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aServiceNeitherReadsNorWritesWhichMigrationsHaveRun(
      Participant participant, LocalInfrastructure infrastructure) throws SQLException {
    try (Connection service = connect(infrastructure.databaseAccess(participant.service()))) {
      assertRefused(service, "SELECT * FROM " + HISTORY);
      assertRefused(service, "INSERT INTO " + HISTORY + " VALUES (1)");
      assertRefused(service, "UPDATE " + HISTORY + " SET installed_rank = 2");
      assertRefused(service, "DELETE FROM " + HISTORY);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aServiceChangesNoTable(Participant participant, LocalInfrastructure infrastructure)
      throws SQLException {
    try (Connection service = connect(infrastructure.databaseAccess(participant.service()))) {
      assertRefused(service, "CREATE TABLE further (id INT)");
      assertRefused(service, "CREATE TEMPORARY TABLE further (id INT)");
      assertRefused(service, "CREATE VIEW further AS SELECT 1");
      assertRefused(service, "CREATE PROCEDURE further() SELECT 1");
      assertRefused(service, "CREATE EVENT further ON SCHEDULE EVERY 1 DAY DO SELECT 1");
      assertRefused(service, "DROP DATABASE " + participant.schema());
      for (String table : productTables(participant, infrastructure)) {
        assertRefused(service, "DROP TABLE " + table);
        assertRefused(service, "ALTER TABLE " + table + " ADD COLUMN further INT");
        assertRefused(service, "ALTER TABLE " + table + " ENGINE = MyISAM");
        assertRefused(service, "RENAME TABLE %s TO further".formatted(table));
        assertRefused(service, "CREATE INDEX further ON " + table + " (id)");
        assertRefused(service, "LOCK TABLES " + table + " WRITE");
        assertRefused(
            service,
            "CREATE TRIGGER further BEFORE INSERT ON " + table + " FOR EACH ROW SET @further = 1");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void noUserAdministersTheServer(Participant participant, LocalInfrastructure infrastructure)
      throws SQLException {
    String another =
        participant == Participant.ORDER ? "points_service" : Participant.ORDER.user().name();
    for (DatabaseAccess access : accesses(participant, infrastructure)) {
      try (Connection root = infrastructure.administer("");
          Connection user = connect(access)) {
        assertRefused(user, "KILL " + column(root, "SELECT CONNECTION_ID()").get(0));
        assertRefused(user, "SELECT 'x' INTO OUTFILE '/tmp/further'");
        assertRefused(user, "SELECT * FROM mysql.user");
        assertRefused(user, "SET GLOBAL max_connections = 1");
        assertRefused(user, "CREATE DATABASE further");
        assertRefused(user, "CREATE USER further");
        assertRefused(user, "DROP USER " + another);
        assertRefused(user, "ALTER USER " + another + " IDENTIFIED BY 'guessed'");
        assertRefused(user, "GRANT ALL ON *.* TO " + access.user());
        assertRefused(
            user, "GRANT DELETE ON %s.* TO %s".formatted(participant.schema(), access.user()));
        assertRefused(user, "CREATE FUNCTION further RETURNS STRING SONAME 'further.so'");
        assertRefused(user, "INSTALL PLUGIN further SONAME 'further.so'");
        assertRefused(user, "PURGE BINARY LOGS BEFORE NOW()");
        assertRefused(user, "FLUSH PRIVILEGES");
        assertRefused(user, "SHUTDOWN");
        assertThat(column(user, "SELECT LOAD_FILE('/etc/passwd')")).containsOnlyNulls();
      }
    }
  }

  private static void assertRefused(Connection connection, String sql) {
    SQLException refusal = catchThrowableOfType(SQLException.class, () -> run(connection, sql));
    assertThat((Throwable) refusal).as(sql).isNotNull();
    assertThat(refusal.getErrorCode()).as("%s: %s", sql, refusal.getMessage()).isIn(REFUSALS);
  }

  private static List<DatabaseAccess> accesses(
      Participant participant, LocalInfrastructure infrastructure) {
    return List.of(
        infrastructure.databaseAccess(participant.service()),
        infrastructure.migrationAccess(participant.service()));
  }

  private static List<String> productTables(
      Participant participant, LocalInfrastructure infrastructure) throws SQLException {
    try (Connection root = infrastructure.administer(participant.schema())) {
      List<String> tables = tables(root);
      assertThat(tables).hasSizeGreaterThanOrEqualTo(4).contains(HISTORY);
      tables.remove(HISTORY);
      return tables;
    }
  }

  private static List<String> tables(Connection connection) throws SQLException {
    return column(connection, "SHOW TABLES");
  }

  private static List<String> column(Connection connection, String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }

  private static List<Path> migrations(Participant participant) throws IOException {
    Path folder = ProjectFolder.find().root().resolve("sql").resolve(participant.service());
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted(Comparator.comparingInt(DatabaseRightsTest::version)).toList();
    }
  }

  private static int version(Path migration) {
    return Integer.parseInt(migration.getFileName().toString().replaceAll("V(\\d+)__.*", "$1"));
  }

  private static Connection connect(DatabaseAccess access) throws SQLException {
    return DriverManager.getConnection(access.url(), access.user(), access.password());
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
