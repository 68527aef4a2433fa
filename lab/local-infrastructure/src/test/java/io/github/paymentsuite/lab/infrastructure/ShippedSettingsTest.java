package io.github.paymentsuite.lab.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** That what is shipped is durable, and that the servers understand it as it is meant. */
@ExtendWith(SharedInfrastructure.class)
class ShippedSettingsTest {

  /** By which the lab makes a test wait less; every other setting runs as it is shipped. */
  private static final Set<String> CHANGED_FOR_TESTS =
      Settings.forTests(Path.of("target")).brokerSettings().keySet();

  @Test
  void theBrokerRunsWithEverySettingThatIsShipped(LocalInfrastructure infrastructure)
      throws IOException {
    Properties running = infrastructure.brokerAdministration().settings();
    Properties shipped = shippedBroker();

    // A misspelt name would be ignored without a word.
    for (String name : new TreeSet<>(shipped.stringPropertyNames())) {
      assertThat(running.getProperty(name)).as(name).isNotNull();
      if (!CHANGED_FOR_TESTS.contains(name)) {
        assertThat(running.getProperty(name)).as(name).isEqualTo(shipped.getProperty(name));
      }
    }
  }

  @Test
  void theBrokerAcknowledgesOnlyWhatIsOnItsDisk(LocalInfrastructure infrastructure)
      throws IOException {
    Properties running = infrastructure.brokerAdministration().settings();

    assertThat(running)
        .containsEntry("flushDiskType", "SYNC_FLUSH")
        .containsEntry("enabledAppendPropCRC", "true")
        .containsEntry("forceVerifyPropCRC", "true")
        .containsEntry("transientStorePoolEnable", "false")
        .containsEntry("cleanFileForciblyEnable", "false")
        .containsEntry("autoCreateTopicEnable", "false")
        .containsEntry("autoCreateSubscriptionGroup", "false");
  }

  @Test
  void halfMessagesAreAskedAboutForAsLongAsTheyAreKept() throws IOException {
    Properties shipped = shippedBroker();
    Duration kept = Duration.ofHours(number(shipped, "fileReservedTime"));
    Duration asked =
        Duration.ofMillis(number(shipped, "transactionCheckInterval"))
            .multipliedBy(number(shipped, "transactionCheckMax"));

    assertThat(asked).isGreaterThanOrEqualTo(kept);
    // Otherwise what is settled is asked about again, and delivered again.
    assertThat(number(shipped, "transactionOpBatchInterval"))
        .isLessThan(number(shipped, "transactionCheckInterval"));
  }

  @Test
  void theDatabaseCommitsToItsDisk(LocalInfrastructure infrastructure) throws SQLException {
    assertThat(variable(infrastructure, "innodb_flush_log_at_trx_commit")).isEqualTo("1");
    assertThat(variable(infrastructure, "innodb_doublewrite")).isIn("ON", "1");
  }

  @Test
  void theDatabaseOfComposeCommitsToItsDisk() throws IOException {
    assertThat(Files.readString(ProjectFolder.find().root().resolve("docker-compose.yml")))
        .contains("--innodb-flush-log-at-trx-commit=1", "--sync-binlog=1");
  }

  @Test
  void theDatabaseOfComposeSpeaksTlsAloneAndEveryServiceChecksWhoItIs() throws IOException {
    String compose = Files.readString(ProjectFolder.find().root().resolve("docker-compose.yml"));

    assertThat(compose).contains("--require-secure-transport=ON");
    assertThat(compose.lines().filter(line -> line.contains("DB_URL: jdbc:mysql://mysql:3306/")))
        .hasSize(4)
        .allMatch(line -> line.contains("?sslMode=VERIFY_IDENTITY&"));
  }

  private static Properties shippedBroker() throws IOException {
    Properties shipped = new Properties();
    try (var reader =
        Files.newBufferedReader(ProjectFolder.find().shippedRocketMq().resolve("broker.conf"))) {
      shipped.load(reader);
    }
    return shipped;
  }

  private static long number(Properties settings, String name) {
    return Long.parseLong(settings.getProperty(name));
  }

  private static String variable(LocalInfrastructure infrastructure, String name)
      throws SQLException {
    try (Connection root = infrastructure.administer("");
        ResultSet row = root.createStatement().executeQuery("SHOW VARIABLES LIKE '" + name + "'")) {
      return row.next() ? row.getString(2) : "no such variable";
    }
  }
}
