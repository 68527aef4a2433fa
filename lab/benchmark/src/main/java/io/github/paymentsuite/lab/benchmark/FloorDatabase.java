package io.github.paymentsuite.lab.benchmark;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.paymentsuite.events.PaymentSucceeded;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** The services' durable steps by plain JDBC: their tables, and their SQL where it is the same. */
final class FloorDatabase {
  private final DataSource pool;

  /** Connected and migrated, as the environment says, with the services' own settings. */
  FloorDatabase(Map<String, String> environment) {
    boolean isGlobal = SeataClient.isWanted(environment);
    Flyway.configure()
        .dataSource(
            environment.get("DB_URL") + "?allowPublicKeyRetrieval=true&connectionTimeZone=UTC",
            environment.get("DB_MIGRATION_USERNAME"),
            environment.get("DB_MIGRATION_PASSWORD"))
        .locations(environment.get("MIGRATIONS").split(","))
        // Those in Java are left out: there is nothing yet that they would have to change.
        .ignoreMigrationPatterns("*:missing")
        .load()
        .migrate();
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(environment.get("DB_URL"));
    // A table that the service has not: whoever makes it may use it.
    config.setUsername(environment.get(isGlobal ? "DB_MIGRATION_USERNAME" : "DB_USERNAME"));
    config.setPassword(environment.get(isGlobal ? "DB_MIGRATION_PASSWORD" : "DB_PASSWORD"));
    config.setMaximumPoolSize(16);
    config.setConnectionTimeout(10_000);
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    config.addDataSourceProperty("connectionTimeZone", "UTC");
    config.addDataSourceProperty("forceConnectionTimeZoneToSession", "true");
    config.addDataSourceProperty("socketTimeout", "4000");
    config.addDataSourceProperty("useLocalSessionState", "true");
    config.addDataSourceProperty("cachePrepStmts", "true");
    config.addDataSourceProperty("prepStmtCacheSize", "100");
    config.addDataSourceProperty("prepStmtCacheSqlLimit", "4096");
    config.addDataSourceProperty("allowPublicKeyRetrieval", "true");
    config.addDataSourceProperty("characterEncoding", "UTF-8");
    config.addDataSourceProperty("sessionVariables", "innodb_lock_wait_timeout=1,autocommit=1");
    HikariDataSource connections = new HikariDataSource(config);
    pool = isGlobal ? SeataClient.join(environment.get("DB_USERNAME"), connections) : connections;
  }

  /** An attempt that was committed before its charge. */
  void insertAttempt(FloorPayment payment, Instant now) throws SQLException {
    LocalDateTime at = utc(now);
    update(
        """
        INSERT INTO payment_attempt
          (attempt_no, order_id, user_id, amount, state, charge_deadline, next_query_at, busy_until, created_at, updated_at)
        VALUES (?, ?, ?, ?, 'CHARGING', ?, ?, ?, ?, ?)
        """,
        payment.number(),
        payment.orderId(),
        payment.userId(),
        payment.amount(),
        at.plusSeconds(60),
        at.plusSeconds(18),
        at.plusSeconds(18),
        at,
        at);
  }

  /**
   * Moves the attempt to PAID and writes the record, in one transaction.
   *
   * @param hasAttempt whether there is one to be moved
   * @throws SQLException if it is not known to be committed
   */
  void record(FloorPayment payment, boolean hasAttempt, String transactionId, Instant now)
      throws SQLException {
    LocalDateTime at = utc(now);
    inTransaction(
        connection -> {
          if (hasAttempt) {
            int moved =
                update(
                    connection,
                    """
                    UPDATE payment_attempt SET state = 'PAID', updated_at = ?, next_query_at = NULL
                     WHERE attempt_no = ? AND state = 'CHARGING'
                    """,
                    at,
                    payment.number());
            if (moved != 1) {
              throw new SQLException("the attempt has moved");
            }
          }
          update(
              connection,
              """
              INSERT INTO payment_record
                (payment_no, order_id, user_id, amount, pay_time, status, transaction_id, provider_trade_no,
                 next_sweep_at, created_at)
              VALUES (?, ?, ?, ?, ?, 'SUCCESS', ?, ?, NULL, ?)
              """,
              payment.number(),
              payment.orderId(),
              payment.userId(),
              payment.amount(),
              utc(payment.paidAt()),
              transactionId,
              payment.tradeNo(),
              at);
        });
  }

  /** All of the orders become PAID, or the batch fails. */
  void payOrders(List<PaymentSucceeded> payments, Instant now) throws SQLException {
    StringBuilder sql = new StringBuilder("UPDATE orders SET status = 'PAID', updated_at = ?, ");
    sql.append("payment_no = CASE order_id");
    payments.forEach(payment -> sql.append(" WHEN ? THEN ?"));
    sql.append(" END WHERE (");
    sql.append(repeated("(order_id = ? AND user_id = ? AND amount = ?)", " OR ", payments.size()));
    sql.append(") AND status = 'CREATED'");
    Values values = new Values().add(utc(now));
    payments.forEach(payment -> values.add(payment.orderId()).add(payment.paymentNo()));
    payments.forEach(
        payment ->
            values.add(payment.orderId()).add(payment.userId()).add(payment.amount().yuan()));
    inTransaction(
        connection -> {
          if (update(connection, sql.toString(), values.all()) != payments.size()) {
            throw new SQLException("not all of the orders are as they were paid");
          }
        });
  }

  /** The ledger's rows and the balances. */
  void awardPoints(List<PaymentSucceeded> payments, Instant now) throws SQLException {
    LocalDateTime at = utc(now);
    Values records = new Values();
    SortedMap<Long, Long> byUser = new TreeMap<>();
    for (PaymentSucceeded payment : payments) {
      long points = payment.amount().yuan().longValue();
      records.add(payment.paymentNo()).add(payment.userId()).add(payment.orderId());
      records.add(points).add("PAYMENT").add(at);
      byUser.merge(payment.userId(), points, Math::addExact);
    }
    Values additions = new Values();
    byUser.forEach((userId, points) -> additions.add(userId).add(points).add(at));
    inTransaction(
        connection -> {
          update(
              connection,
              "INSERT INTO points_record (payment_no, user_id, order_id, points, reason, created_at) VALUES "
                  + repeated("(?, ?, ?, ?, ?, ?)", ", ", payments.size()),
              records.all());
          update(
              connection,
              "INSERT INTO user_points (user_id, points, updated_at) VALUES "
                  + repeated("(?, ?, ?)", ", ", byUser.size())
                  + " ON DUPLICATE KEY UPDATE points = points + VALUES(points), updated_at = VALUES(updated_at)",
              additions.all());
        });
  }

  /**
   * A notification for each payment, claimed by whoever calls.
   *
   * @param held whether nobody may change the users' phones until it is there. Within a global
   *     transaction it is not: Seata refuses a statement that may write a primary key
   * @return the users' phones
   */
  Map<Long, String> prepareNotifications(List<PaymentSucceeded> payments, boolean held, Instant now)
      throws SQLException {
    LocalDateTime at = utc(now);
    SortedSet<Long> users =
        payments.stream()
            .map(PaymentSucceeded::userId)
            .collect(Collectors.toCollection(TreeSet::new));
    Values rows = new Values();
    users.forEach(userId -> rows.add(userId).add(at));
    Values prepared = new Values();
    for (PaymentSucceeded payment : payments) {
      prepared.add(payment.paymentNo()).add(payment.orderId()).add(payment.userId());
      prepared.add(payment.amount().yuan()).add(at.plusSeconds(10)).add(at).add(at);
    }
    Map<Long, String> phones = new TreeMap<>();
    inTransaction(
        connection -> {
          if (held) {
            update(
                connection,
                "INSERT INTO contact (user_id, updated_at) VALUES "
                    + repeated("(?, ?)", ", ", users.size())
                    + " ON DUPLICATE KEY UPDATE user_id = user_id",
                rows.all());
          }
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "SELECT user_id, sealed_phone FROM contact WHERE user_id IN ("
                      + repeated("?", ", ", users.size())
                      + ") AND sealed_phone IS NOT NULL")) {
            bind(statement, users.toArray());
            try (ResultSet found = statement.executeQuery()) {
              while (found.next()) {
                phones.put(found.getLong(1), found.getString(2));
              }
            }
          }
          update(
              connection,
              "INSERT INTO notification (payment_no, order_id, user_id, amount, ask_first, status, due_at, attempts,"
                  + " created_at, updated_at) VALUES "
                  + repeated("(?, ?, ?, ?, FALSE, 'SENDING', ?, 1, ?, ?)", ", ", payments.size()),
              prepared.all());
        });
    return phones;
  }

  void markSent(String paymentNo, Instant now) throws SQLException {
    LocalDateTime at = utc(now);
    update(
        """
        UPDATE notification SET status = 'SENT', sent_at = ?, updated_at = ?
         WHERE payment_no = ? AND status IN ('SENDING', 'PENDING', 'FAILED')
        """,
        at,
        at,
        paymentNo);
  }

  /** Those of the payments that have had their effect, by the service's own table. */
  Set<String> known(String table, List<PaymentSucceeded> payments) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "SELECT payment_no FROM "
                    + table
                    + " WHERE payment_no IN ("
                    + repeated("?", ", ", payments.size())
                    + ")")) {
      bind(statement, payments.stream().map(PaymentSucceeded::paymentNo).toArray());
      try (ResultSet rows = statement.executeQuery()) {
        Set<String> known = new HashSet<>();
        while (rows.next()) {
          known.add(rows.getString(1));
        }
        return known;
      }
    }
  }

  /** What a transaction does. */
  private interface Work {
    void on(Connection connection) throws SQLException;
  }

  private void inTransaction(Work work) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      try {
        work.on(connection);
        connection.commit();
      } catch (SQLException failure) {
        connection.rollback();
        throw failure;
      } finally {
        connection.setAutoCommit(true);
      }
    }
  }

  private void update(String sql, Object... values) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      update(connection, sql, values);
    }
  }

  private static int update(Connection connection, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, values);
      return statement.executeUpdate();
    }
  }

  private static void bind(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }

  private static String repeated(String one, String separator, int times) {
    return String.join(separator, Collections.nCopies(times, one));
  }

  private static LocalDateTime utc(Instant instant) {
    return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
  }

  /** Of a statement whose length the batch decides. */
  private static final class Values {
    private final List<Object> values = new ArrayList<>();

    Values add(Object value) {
      values.add(value);
      return this;
    }

    Object[] all() {
      return values.toArray();
    }
  }
}
