package io.github.paymentsuite.lab.system.price;

import com.alibaba.fastjson2.JSONObject;
import io.github.paymentsuite.lab.infrastructure.AtOnce;
import io.github.paymentsuite.lab.system.Reply;
import io.github.paymentsuite.lab.system.SuiteClient;
import io.github.paymentsuite.lab.system.SuiteClient.Endpoints;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Customers with a phone each, who order and pay, one payment after the other, until all of it has
 * come true.
 */
final class Customers {
  private static final int USERS = 500;
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** What has been completed since ever. */
  private static final String COMPLETED =
      """
      SELECT LEAST(
        (SELECT COUNT(*) FROM order_db.orders WHERE status = 'PAID'),
        (SELECT COUNT(*) FROM points_db.points_record),
        (SELECT COUNT(*) FROM notify_db.notification WHERE status = 'SENT'))
      """;

  private final ComposedSuite suite;
  private final Endpoints endpoints;
  private final SuiteClient.As app;

  /**
   * @param withToken whether the suite asks for one, and has an issuer that gives it
   */
  Customers(ComposedSuite suite, boolean withToken) {
    this.suite = suite;
    this.endpoints = suite.endpoints();
    SuiteClient client = new SuiteClient(endpoints);
    this.app = client.as(withToken ? client.tokens().app() : null);
    String contact = new JSONObject().fluentPut("phone", "13800138000").toString();
    for (int user = 1; user <= USERS; user++) {
      require(app.put(endpoints.notification(), "/users/" + user + "/contact", contact), 200);
    }
  }

  /**
   * Makes so many payments, so many of them at once.
   *
   * @throws IllegalStateException if not all of them are completed in time
   */
  void pay(int payments, int atOnce) {
    long before = suite.number(COMPLETED);
    AtomicInteger begun = new AtomicInteger();
    AtOnce.run(
        atOnce,
        () -> {
          int number;
          while ((number = begun.getAndIncrement()) < payments) {
            pay("ORDER_" + UUID.randomUUID(), 1 + number % USERS);
          }
        });
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (suite.number(COMPLETED) < before + payments) {
      if (System.nanoTime() - deadline >= 0) {
        throw new IllegalStateException("not all payments are completed");
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private void pay(String orderId, long userId) {
    String order = SuiteClient.payment(orderId, userId, "99.00").toString();
    require(app.post(endpoints.order(), "/orders", order), 201);
    // 202 where the provider's answer came too late for this machine; it is waited for like the
    // others.
    require(app.post(endpoints.payment(), "/pay", order), 200, 202);
  }

  private static void require(Reply reply, Integer... statuses) {
    if (!List.of(statuses).contains(reply.status())) {
      throw new IllegalStateException(reply.status() + " " + reply.body());
    }
  }
}
