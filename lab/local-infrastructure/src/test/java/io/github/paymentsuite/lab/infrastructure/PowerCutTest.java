package io.github.paymentsuite.lab.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What is acknowledged is on the disk with the product's settings, and with others it is not. */
@ExtendWith(NeedsPoweredDisk.class)
@Execution(ExecutionMode.CONCURRENT)
class PowerCutTest {

  private static final int ACKNOWLEDGED = 20;

  @TempDir private Path directory;

  @Test
  void rowsAndMessagesSurviveWithTheShippedSettings() throws Exception {
    Settings shipped = Settings.startingEmpty(directory);

    assertThat(keptAfterAPowerCut(shipped)).isEqualTo(new Kept(ACKNOWLEDGED, ACKNOWLEDGED));
  }

  @Test
  void bothAreLostWithSettingsThatFlushLater() throws Exception {
    Settings lazy =
        Settings.startingEmpty(directory)
            .withBrokerSetting("flushDiskType", "ASYNC_FLUSH")
            .withBrokerSetting("flushIntervalCommitLog", "60000")
            .withDatabaseSetting("innodb-flush-log-at-trx-commit", "0")
            .withDatabaseSetting("innodb-flush-log-at-timeout", "60");

    Kept kept = keptAfterAPowerCut(lazy);

    assertThat(kept.rows()).isLessThan(ACKNOWLEDGED);
    assertThat(kept.messages()).isLessThan(ACKNOWLEDGED);
  }

  /** How much is left of what was acknowledged. */
  private record Kept(long rows, long messages) {}

  private Kept keptAfterAPowerCut(Settings settings) throws IOException, SQLException {
    try (PoweredDisk disk = PoweredDisk.in(directory);
        var infrastructure = LocalInfrastructure.start(settings.withStoreOn(disk.path()))) {
      BrokerAdministration broker = infrastructure.brokerAdministration();
      try (Connection root = infrastructure.administer("order_db");
          Statement statement = root.createStatement()) {
        statement.execute("CREATE TABLE kept (id INT PRIMARY KEY) ENGINE = InnoDB");
        disk.sync();
        for (int i = 0; i < ACKNOWLEDGED; i++) {
          statement.execute("INSERT INTO kept VALUES (%d)".formatted(i));
          broker.send(TestClients.TOPIC, 0, "pay", "key-" + i, "any");
        }
      }

      disk.cutPower();
      infrastructure.killParts();
      disk.restorePower();
      infrastructure.startParts();

      try (Connection root = infrastructure.administer("order_db");
          Statement statement = root.createStatement();
          ResultSet count = statement.executeQuery("SELECT COUNT(*) FROM kept")) {
        count.next();
        return new Kept(count.getLong(1), broker.end(TestClients.TOPIC, 0));
      }
    }
  }
}
