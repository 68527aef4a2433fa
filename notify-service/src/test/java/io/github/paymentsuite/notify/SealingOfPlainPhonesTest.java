package io.github.paymentsuite.notify;

import static io.github.paymentsuite.notify.TestData.PHONE_KEYS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.paymentsuite.lab.infrastructure.LocalInfrastructure;
import io.github.paymentsuite.notify.sms.Phone;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLSyntaxErrorException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** A schema of its own, as the last version that kept plain numbers left it. */
class SealingOfPlainPhonesTest {
  private static final String SCHEMA = "notify_upgrade_db";

  /** More than two batches. */
  private static final long USERS = 2345;

  private final PhoneCipher cipher = new PhoneCipher(PhoneKeys.parse(PHONE_KEYS));
  private Connection database;

  @BeforeEach
  void keepPlainNumbers() throws SQLException {
    try (Connection root = LocalInfrastructure.shared().administer("");
        Statement statement = root.createStatement()) {
      statement.execute("DROP DATABASE IF EXISTS " + SCHEMA);
      statement.execute("CREATE DATABASE " + SCHEMA);
    }
    database = LocalInfrastructure.shared().administer(SCHEMA);
    migrateTo("4");
    execute(
        LongStream.rangeClosed(1, USERS)
            .mapToObj(user -> "(%d, '%s', NOW())".formatted(user, phoneOf(user).number()))
            .collect(Collectors.joining(",", "INSERT INTO contact VALUES ", "")));
    execute("INSERT INTO contact VALUES (%d, NULL, NOW())".formatted(USERS + 1));
    execute(
        """
        INSERT INTO notification
          (payment_no, order_id, user_id, amount, status, phone, due_at, created_at, updated_at)
        SELECT user_id, user_id, user_id, 1, 'SENT', phone, NOW(), NOW(), NOW() FROM contact
        """);
  }

  @AfterEach
  void drop() throws SQLException {
    execute("DROP DATABASE " + SCHEMA);
    database.close();
  }

  @Test
  void everyPlainNumberIsSealedForItsUser() throws SQLException {
    migrateTo("latest");

    assertAllAreSealed("contact");
    assertAllAreSealed("notification");
  }

  @Test
  void oneThatWasInterruptedGoesOnWhereItWas() throws SQLException {
    migrateTo("5");
    execute(
        """
        UPDATE contact SET sealed_phone = '%s' WHERE user_id = 2
        """
            .formatted(cipher.seal(phoneOf(2), 2).text()));

    migrateTo("latest");

    assertAllAreSealed("contact");
  }

  @Test
  void anInstanceOfTheEarlierVersionCannotUseASealedPhoneOrKeepAPlainOne() {
    migrateTo("latest");

    for (String earlier :
        new String[] {
          "SELECT phone FROM contact WHERE user_id = 1 AND phone IS NOT NULL",
          "INSERT INTO contact (user_id, phone, updated_at) VALUES (1, '13812345678', NOW())",
          "UPDATE notification SET phone = (SELECT c.phone FROM contact c WHERE c.user_id = 1)"
        }) {
      assertThatThrownBy(() -> execute(earlier)).isInstanceOf(SQLSyntaxErrorException.class);
    }
  }

  private void assertAllAreSealed(String table) throws SQLException {
    Map<Long, SealedPhone> sealed = new TreeMap<>();
    try (Statement statement = database.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT user_id, sealed_phone, phone_key FROM %s WHERE sealed_phone IS NOT NULL"
                    .formatted(table))) {
      while (rows.next()) {
        sealed.put(rows.getLong(1), new SealedPhone(rows.getString(2)));
        assertThat(rows.getString(3)).isEqualTo("current");
      }
    }
    assertThat(sealed).hasSize((int) USERS);
    sealed.forEach((user, phone) -> assertThat(cipher.open(phone, user)).isEqualTo(phoneOf(user)));
  }

  private static Phone phoneOf(long user) {
    return new Phone("139%08d".formatted(user));
  }

  private void migrateTo(String version) {
    Flyway.configure()
        .dataSource(new SingleConnectionDataSource(database, true))
        .javaMigrations(new SealingOfPlainPhones(cipher))
        .target(version)
        .load()
        .migrate();
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = database.createStatement()) {
      statement.execute(sql);
    }
  }
}
