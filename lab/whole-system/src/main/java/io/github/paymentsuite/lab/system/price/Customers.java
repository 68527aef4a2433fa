package io.github.paymentsuite.lab.system.price;

import io.github.paymentsuite.lab.infrastructure.AtOnce;
import io.github.paymentsuite.lab.system.Reply;
import io.github.paymentsuite.lab.system.SuiteClient;
import io.github.paymentsuite.lab.system.WholeSystem;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Customers who order and pay, one payment after the other, until all of it has come true. */
final class Customers {
  static final int WARM_UP = 4000;
  static final int MEASURED = 4000;

  private static final int AT_ONCE = 16;
  private static final long USERS = 1000;
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final Duration PAUSE = Duration.ofMillis(200);

  /** What has been completed since ever. */
  private static final String COMPLETED =
      """
      SELECT LEAST(
        (SELECT COUNT(*) FROM order_db.orders WHERE status = 'PAID'),
        (SELECT COUNT(*) FROM points_db.points_record),
        (SELECT COUNT(*) FROM notify_db.notification WHERE status = 'SENT'))
      """;

  private final WholeSystem system;
  private final SuiteClient client;

  Customers(WholeSystem system) {
    this.system = system;
    this.client = system.client();
  }

  /**
   * Makes so many payments.
   *
   * @throws IllegalStateException if not all of them are completed in time
   */
  void pay(int payments) {
    long completedBefore = completed();
    AtomicInteger begun = new AtomicInteger();
    AtOnce.run(
        AT_ONCE,
        () -> {
          int number;
          while ((number = begun.getAndIncrement()) < payments) {
            pay("ORDER_" + UUID.randomUUID(), 1 + number % USERS);
          }
        });
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (completed() < completedBefore + payments) {
      if (System.nanoTime() - deadline >= 0) {
        throw new IllegalStateException("not all payments are completed");
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private void pay(String orderId, long userId) {
    require(client.putContact(userId, "13800138000"), 200);
    require(client.createOrder(orderId, userId, "99.00"), 201);
    require(client.pay(orderId, userId, "99.00"), 200);
  }

  private static void require(Reply reply, int status) {
    if (reply.status() != status) {
      throw new IllegalStateException(reply.status() + " " + reply.body());
    }
  }

  private long completed() {
    try (Connection database = system.infrastructure().administer("");
        ResultSet result = database.createStatement().executeQuery(COMPLETED)) {
      result.next();
      return result.getLong(1);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
