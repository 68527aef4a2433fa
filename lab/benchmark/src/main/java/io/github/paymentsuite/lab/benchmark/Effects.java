package io.github.paymentsuite.lab.benchmark;

import io.github.paymentsuite.lab.infrastructure.LocalInfrastructure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/** What the payments of one design have become, by its tables. */
final class Effects implements AutoCloseable {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  /** Every table's newest row at some moment: what comes after it belongs to a later block. */
  record Mark(long record, long points, long notification) {}

  /** When the last effect came, and how long each payment's took from its record on. */
  record Seen(long lastEffectMillis, Histogram latencies) {}

  /** Kinds of what the database is asked for, as it counts them. */
  private static final List<String> STATEMENTS =
      List.of(
          "select",
          "insert",
          "update",
          "delete",
          "begin",
          "commit",
          "rollback",
          "set_option",
          "admin_commands");

  /** One for all questions: to open it costs the database more than to answer. */
  private final Connection connection;

  private long questions;

  Effects(LocalInfrastructure infrastructure) {
    try {
      connection = infrastructure.administer("");
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** Orders to be paid: that somebody orders is no part of a payment. */
  void createOrders(Load load) {
    int inOne = 1000;
    for (int from = 0; from < load.payments(); from += inOne) {
      int to = Math.min(load.payments(), from + inOne);
      StringBuilder sql =
          new StringBuilder(
              "INSERT INTO order_db.orders (order_id, user_id, amount, status, created_at, updated_at) VALUES ");
      for (int number = from; number < to; number++) {
        sql.append(number == from ? "" : ",")
            .append(
                "('%s', %d, %s, 'CREATED', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))"
                    .formatted(
                        Load.orderId(load.orders(), number), Load.userOf(number), Payer.AMOUNT));
      }
      execute(sql.toString());
    }
  }

  /** Of users whose phones nobody keeps sealed. */
  void putPlainPhone(long userId, String phone) {
    execute(
        "REPLACE INTO notify_db.contact (user_id, sealed_phone, updated_at) VALUES (%d, '%s', UTC_TIMESTAMP(3))"
            .formatted(userId, phone));
  }

  /** What the database was asked for since it started, by kind, but for what was asked here. */
  Map<String, Long> statements() {
    Map<String, Long> counts = new LinkedHashMap<>();
    try (PreparedStatement statement =
            connection.prepareStatement("SHOW GLOBAL STATUS LIKE 'Com\\_%'");
        ResultSet rows = statement.executeQuery()) {
      Map<String, Long> all = new HashMap<>();
      while (rows.next()) {
        all.put(rows.getString(1).substring("Com_".length()), rows.getLong(2));
      }
      STATEMENTS.forEach(kind -> counts.put(kind, all.get(kind)));
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
    counts.merge("select", -questions, Long::sum);
    return counts;
  }

  Mark mark() {
    return new Mark(
        number("SELECT COALESCE(MAX(id), 0) FROM payment_db.payment_record"),
        number("SELECT COALESCE(MAX(id), 0) FROM points_db.points_record"),
        number("SELECT COALESCE(MAX(id), 0) FROM notify_db.notification"));
  }

  /** How many payments have had all of their effects since then. */
  long completedSince(Mark mark) {
    return Math.min(
        Math.min(recordsSince(mark), pointsSince(mark)),
        number(
            "SELECT COUNT(*) FROM notify_db.notification WHERE status = 'SENT' AND id > "
                + mark.notification()));
  }

  /**
   * Waits for the effects of all payments.
   *
   * @throws IllegalStateException if they are not there in time, or one is there too much
   */
  Seen await(Load load, Mark mark, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (completedSince(mark) < load.payments() || paidOrders(load) < load.payments()) {
      if (System.nanoTime() - deadline >= 0) {
        throw new IllegalStateException(
            "after %s %d of %d payments are complete"
                .formatted(limit, completedSince(mark), load.payments()));
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    Seen seen = read(load);
    requireOnce(load, mark, seen);
    return seen;
  }

  private void requireOnce(Load load, Mark mark, Seen seen) {
    long payments = load.payments();
    if (seen.latencies().getTotalCount() != payments
        || recordsSince(mark) != payments
        || pointsSince(mark) != payments
        || number("SELECT COUNT(*) FROM notify_db.notification WHERE id > " + mark.notification())
            != payments
        || number("SELECT COUNT(*) FROM order_db.order_case") != 0) {
      throw new IllegalStateException("not every payment has had each effect once");
    }
  }

  /** Over all that was ever paid: the balances are the ledger's sums. */
  void requireBalances() {
    if (number("SELECT COALESCE(SUM(points), 0) FROM points_db.points_record")
        != number("SELECT COALESCE(SUM(points), 0) FROM points_db.user_points")) {
      throw new IllegalStateException("the balances are not the sums of the ledger");
    }
  }

  private long recordsSince(Mark mark) {
    return number("SELECT COUNT(*) FROM payment_db.payment_record WHERE id > " + mark.record());
  }

  long pointsSince(Mark mark) {
    return number("SELECT COUNT(*) FROM points_db.points_record WHERE id > " + mark.points());
  }

  private long paidOrders(Load load) {
    return number(
        "SELECT COUNT(*) FROM order_db.orders WHERE status = 'PAID' AND order_id LIKE '"
            + load.orders()
            + "\\_%'");
  }

  /** Each payment once, with the effects that bear its number. */
  private Seen read(Load load) {
    Histogram latencies = Load.newHistogram();
    long last = 0;
    String sql =
        """
        SELECT TIMESTAMPDIFF(MICROSECOND, '1970-01-01', r.created_at) AS recorded,
               TIMESTAMPDIFF(MICROSECOND, '1970-01-01',
                 GREATEST(o.updated_at, p.created_at, n.sent_at)) AS complete
          FROM payment_db.payment_record r
          JOIN order_db.orders o ON o.payment_no = r.payment_no AND o.status = 'PAID'
          JOIN points_db.points_record p ON p.payment_no = r.payment_no
          JOIN notify_db.notification n ON n.payment_no = r.payment_no AND n.status = 'SENT'
         WHERE r.order_id LIKE ?
        """;
    questions++;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, load.orders() + "\\_%");
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          long micros = Math.max(0, rows.getLong("complete") - rows.getLong("recorded"));
          latencies.recordValue(Math.min(micros, latencies.getHighestTrackableValue()));
          last = Math.max(last, rows.getLong("complete") / 1000);
        }
      }
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
    return new Seen(last, latencies);
  }

  long number(String sql) {
    questions++;
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getLong(1);
    } catch (SQLException failure) {
      throw new IllegalStateException(sql, failure);
    }
  }

  void execute(String sql) {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.executeUpdate();
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
