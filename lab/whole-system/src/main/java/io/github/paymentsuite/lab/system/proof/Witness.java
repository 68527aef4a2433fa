package io.github.paymentsuite.lab.system.proof;

import com.alibaba.fastjson2.JSON;
import com.alibaba.fastjson2.JSONObject;
import io.github.paymentsuite.lab.system.WholeSystem;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Sees what no table and no ledger keeps: the moves of a row from state to state, by triggers in
 * the database, and the transactions that payment-service has rolled back, on their way to the
 * broker.
 */
final class Witness {
  private static final String COMMIT_OR_ROLLBACK = "commitOrRollback";
  private static final int COMMIT = 8;
  private static final int ROLLBACK = 12;

  private final Queue<String> rolledBack = new ConcurrentLinkedQueue<>();
  private final Queue<HalfMessage> committed = new ConcurrentLinkedQueue<>();

  /** Where the broker had put a half message when it acknowledged it. */
  record HalfMessage(String transactionId, long commitLogOffset) {}

  /** Begins to look; to be called before the first payment, once per system. */
  static Witness of(WholeSystem system) {
    Witness witness = new Witness();
    system.link(WholeSystem.PAYMENT).broker().onEndTransaction(witness::ended);
    try (Connection root = system.infrastructure().administer("");
        Statement statement = root.createStatement()) {
      statement.execute("CREATE DATABASE IF NOT EXISTS witness");
      statement.execute(
          """
          CREATE TABLE IF NOT EXISTS witness.move (
            id         BIGINT UNSIGNED NOT NULL PRIMARY KEY,
            of_table   VARCHAR(32) NOT NULL,
            of_row     VARCHAR(64) NOT NULL,
            from_state VARCHAR(32) NOT NULL,
            to_state   VARCHAR(32) NOT NULL
          ) ENGINE = InnoDB""");
      // That an order is paid twice by one payment shows in its time alone.
      watch(statement, "order_db.orders", "order_id", "status", "updated_at");
      watch(statement, "payment_db.payment_attempt", "attempt_no", "state", "state");
      watch(statement, "notify_db.notification", "payment_no", "status", "status");
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
    return witness;
  }

  List<String> rolledBack() {
    return List.copyOf(rolledBack);
  }

  /** Those whose payment was committed right after the broker had acknowledged them. */
  List<HalfMessage> committed() {
    return List.copyOf(committed);
  }

  static List<Observed.Move> moves(Connection root) throws SQLException {
    List<Observed.Move> moves = new ArrayList<>();
    try (Statement statement = root.createStatement();
        ResultSet rows = statement.executeQuery("SELECT * FROM witness.move ORDER BY id")) {
      while (rows.next()) {
        moves.add(
            new Observed.Move(
                rows.getString("of_table"),
                rows.getString("of_row"),
                rows.getString("from_state"),
                rows.getString("to_state")));
      }
    }
    return moves;
  }

  /**
   * A move is seen where the state or this other column changed. They are numbered by UUID_SHORT,
   * which grows: an AUTO_INCREMENT would be one lock for all transactions of all services, held
   * until each statement ends, and some would fail for want of it.
   */
  private static void watch(
      Statement statement, String table, String row, String state, String other)
      throws SQLException {
    statement.execute("DROP TRIGGER IF EXISTS " + table + "_witness");
    statement.execute(
        """
        CREATE TRIGGER %1$s_witness AFTER UPDATE ON %1$s FOR EACH ROW
        INSERT INTO witness.move (id, of_table, of_row, from_state, to_state)
        SELECT UUID_SHORT(), '%2$s', NEW.%3$s, OLD.%4$s, NEW.%4$s FROM DUAL
         WHERE OLD.%4$s <> NEW.%4$s OR OLD.%5$s <> NEW.%5$s"""
            .formatted(table, table.substring(table.indexOf('.') + 1), row, state, other));
  }

  private void ended(String header) {
    JSONObject fields = JSON.parseObject(header).getJSONObject("extFields");
    String transactionId = fields.getString("transactionId");
    int outcome = fields.getIntValue(COMMIT_OR_ROLLBACK);
    if (outcome == ROLLBACK) {
      rolledBack.add(transactionId);
    } else if (outcome == COMMIT && !fields.getBooleanValue("fromTransactionCheck")) {
      // A check-back names a copy that the broker made for itself and acknowledged to nobody.
      committed.add(new HalfMessage(transactionId, fields.getLongValue("commitLogOffset")));
    }
  }
}
