package io.github.paymentsuite.lab.benchmark;

import java.util.List;

/** A million payments that were made, and everything that came of them, long ago. */
final class OldPayments {
  static final int COUNT = 1_000_000;

  /** Of statements that make this many rows each. */
  private static final int CHUNK = 100_000;

  /** Older than what the sweep looks back at. */
  private static final String LONG_AGO = "UTC_TIMESTAMP(3) - INTERVAL 30 DAY";

  private OldPayments() {}

  static void insert(Effects effects) {
    for (int from = 0; from < COUNT; from += CHUNK) {
      String numbers = numbers(from);
      for (String table : TABLES) {
        effects.execute(table.replace("LONG_AGO", LONG_AGO).replace("NUMBERS", numbers));
      }
    }
    effects.execute(
        """
        INSERT INTO points_db.user_points (user_id, points, updated_at)
        SELECT user_id, SUM(points), MAX(created_at) FROM points_db.points_record GROUP BY user_id
        ON DUPLICATE KEY UPDATE points = VALUES(points)
        """);
  }

  /** From there on, as a table {@code n} with one column {@code i}. */
  private static String numbers(int from) {
    return """
    (SELECT %d + a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d AS i
       FROM DIGITS a CROSS JOIN DIGITS b CROSS JOIN DIGITS c CROSS JOIN DIGITS e CROSS JOIN DIGITS f) n
    """
        .formatted(from)
        .replace(
            "DIGITS",
            "(SELECT 0 AS d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4"
                + " UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9)");
  }

  private static final List<String> TABLES =
      List.of(
          """
          INSERT INTO payment_db.payment_attempt
            (attempt_no, order_id, user_id, amount, state, charge_deadline, created_at, updated_at)
          SELECT CONCAT('OLD', i), CONCAT('OLD_', i), 1 + i MOD 500, 99.00, 'PAID', LONG_AGO, LONG_AGO, LONG_AGO FROM NUMBERS
          """,
          """
          INSERT INTO payment_db.payment_record
            (payment_no, order_id, user_id, amount, pay_time, status, transaction_id, provider_trade_no, created_at, fulfilled_at)
          SELECT CONCAT('OLD', i), CONCAT('OLD_', i), 1 + i MOD 500, 99.00, LONG_AGO, 'SUCCESS', CONCAT('OLD', i), 'none',
                 LONG_AGO, LONG_AGO FROM NUMBERS
          """,
          """
          INSERT INTO order_db.orders (order_id, user_id, amount, status, payment_no, created_at, updated_at)
          SELECT CONCAT('OLD_', i), 1 + i MOD 500, 99.00, 'PAID', CONCAT('OLD', i), LONG_AGO, LONG_AGO FROM NUMBERS
          """,
          """
          INSERT INTO points_db.points_record (payment_no, user_id, order_id, points, reason, created_at)
          SELECT CONCAT('OLD', i), 1 + i MOD 500, CONCAT('OLD_', i), 99, 'PAYMENT', LONG_AGO FROM NUMBERS
          """,
          """
          INSERT INTO notify_db.notification
            (payment_no, order_id, user_id, amount, ask_first, status, due_at, attempts, sent_at, created_at, updated_at)
          SELECT CONCAT('OLD', i), CONCAT('OLD_', i), 1 + i MOD 500, 99.00, FALSE, 'SENT', LONG_AGO, 1, LONG_AGO, LONG_AGO,
                 LONG_AGO FROM NUMBERS
          """);
}
