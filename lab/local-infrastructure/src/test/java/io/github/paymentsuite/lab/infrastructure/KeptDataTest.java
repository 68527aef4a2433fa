package io.github.paymentsuite.lab.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@EmbeddedOnly
class KeptDataTest {

  @Test
  void theNextRunGoesOnWithTheDataAndThePasswordsOfThisOne(@TempDir Path directory)
      throws SQLException {
    DatabaseAccess first;
    try (var infrastructure = LocalInfrastructure.start(Settings.keepingData(directory));
        Connection root = infrastructure.administer("order_db");
        var statement = root.createStatement()) {
      first = infrastructure.databaseAccess("order-service");
      statement.execute("CREATE TABLE kept (id INT)");
      assertThatThrownBy(() -> LocalInfrastructure.start(Settings.keepingData(directory)))
          .hasMessageContaining("is in use by another infrastructure");
      endQuickly(infrastructure);
    }
    try (var infrastructure = LocalInfrastructure.start(Settings.keepingData(directory));
        Connection root = infrastructure.administer("order_db");
        var statement = root.createStatement()) {
      assertThat(infrastructure.databaseAccess("order-service").password())
          .isEqualTo(first.password());
      statement.execute("SELECT * FROM kept");
      endQuickly(infrastructure);
    }
  }

  /** A broker takes 10 s to stop in order. */
  private static void endQuickly(LocalInfrastructure infrastructure) {
    infrastructure.broker().kill();
  }
}
