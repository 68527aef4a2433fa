package io.github.paymentsuite.lab.system;

import com.alibaba.fastjson2.JSONArray;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The main job, told as it happens: a customer orders, pays, and everything else follows. */
final class Story {
  private static final long USER = 10001;
  private static final String AMOUNT = "99.00";
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final SuiteClient client;
  private final String orderId;
  private final Consumer<String> told;

  Story(SuiteClient client, String orderId, Consumer<String> told) {
    this.client = client;
    this.orderId = orderId;
    this.told = told;
  }

  /**
   * @throws NotTrue if anything did not happen, or happened more than once
   */
  void run() {
    client.putContact(USER, "13800138000");
    long pointsBefore = client.points(USER);

    require(client.createOrder(orderId, USER, AMOUNT).status() == 201, "the order is created");
    told.accept("order     %s created: user %d, %s yuan".formatted(orderId, USER, AMOUNT));

    Reply paid = client.pay(orderId, USER, AMOUNT);
    require(paid.status() == 200, "POST /pay answers 200, not " + paid.status());
    told.accept("payment   %s: %s".formatted(paid.field("paymentNo"), paid.field("status")));

    await("the order is PAID", () -> "PAID".equals(client.order(orderId).field("status")));
    told.accept("order     PAID");

    await("the points are there", () -> client.points(USER) == pointsBefore + 99);
    told.accept("points    %d -> %d".formatted(pointsBefore, client.points(USER)));

    await("the SMS is sent", () -> "SENT".equals(notification("status")));
    told.accept("SMS       SENT to " + notification("phone"));

    require(
        isOnly(client.chargeLedger(orderId).list(), "PAID"), "the provider charged exactly once");
    require(isOnly(client.smsLedger(orderId).list(), "ACCEPTED"), "exactly one SMS was accepted");
    told.accept("witness   the provider's own ledger: 1 charge of %s, 1 SMS".formatted(AMOUNT));
  }

  private String notification(String field) {
    JSONArray notifications = client.notifications(orderId).list();
    return notifications.isEmpty() ? null : notifications.getJSONObject(0).getString(field);
  }

  private static boolean isOnly(JSONArray entries, String status) {
    return entries.size() == 1 && status.equals(entries.getJSONObject(0).getString("status"));
  }

  private static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      require(System.nanoTime() - deadline < 0, what + " within " + LIMIT.toSeconds() + " s");
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new NotTrue(what);
    }
  }

  /** The story did not come true. */
  static class NotTrue extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotTrue(String expected) {
      super("expected, but not so: " + expected);
    }
  }
}
