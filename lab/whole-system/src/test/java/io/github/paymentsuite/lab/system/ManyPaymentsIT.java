package io.github.paymentsuite.lab.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.alibaba.fastjson2.JSONArray;
import com.alibaba.fastjson2.JSONObject;
import io.github.paymentsuite.lab.infrastructure.AtOnce;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the services say and what the provider holds agree, payment by payment. */
class ManyPaymentsIT extends AcceptanceTest {
  private static final int PAYMENTS = 1000;
  private static final int CLIENTS = 32;
  private static final int USERS = 50;

  /** Three answers at the slowest; a database that is away for longer is no stall of a disk. */
  private static final Duration STALL = Duration.ofSeconds(30);

  @Test
  void aThousandPaymentsByThirtyTwoClientsAddUp() {
    List<TestOrder> orders = ordersOfAFewUsers();
    AtOnce.forEach(orders, CLIENTS, ManyPaymentsIT::assertTaken);

    // On a machine that is too busy a provider's answer can come too late; such a payment follows.
    await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(
            () ->
                pointsByUser(orders)
                    .forEach(
                        (user, points) -> assertThat(client().points(user)).isEqualTo(points)));
    AtOnce.forEach(orders, CLIENTS, ManyPaymentsIT::awaitFollowers);
    // All of each ledger at once: asked about every order, the simulator would search it every
    // time.
    Map<String, List<JSONObject>> charges = byOrder(client().chargeLedger().list());
    Map<String, List<JSONObject>> messages = byOrder(client().smsLedger().list());
    AtOnce.forEach(
        orders,
        CLIENTS,
        order ->
            assertAgree(
                order,
                charges.getOrDefault(order.orderId(), List.of()),
                messages.getOrDefault(order.orderId(), List.of())));
  }

  /**
   * As the README tells clients: where a disk stalls for seconds, all of the pool's connections are
   * busy, and who waits for one is told that nothing was charged and when to come again. That it
   * was not, the provider's ledger says in the end.
   */
  private static void assertTaken(TestOrder order) {
    Reply answer =
        await()
            .atMost(STALL)
            .pollDelay(Duration.ZERO)
            .pollInterval(Duration.ofSeconds(1))
            .until(() -> pay(order), reply -> !isWithoutDatabase(reply));
    assertThat(answer.status()).as(answer.body()).isIn(200, 202);
  }

  private static boolean isWithoutDatabase(Reply reply) {
    return reply.status() == 503 && reply.field("code").equals("unavailable");
  }

  private static void awaitFollowers(TestOrder order) {
    await()
        .atMost(SOON)
        .pollDelay(Duration.ZERO)
        .untilAsserted(
            () -> {
              assertThat(client().order(order.orderId()).field("status")).isEqualTo("PAID");
              assertThat(client().notifications(order.orderId()).body()).contains("\"SENT\"");
            });
  }

  private static void assertAgree(
      TestOrder order, List<JSONObject> charges, List<JSONObject> messages) {
    JSONObject payment = client().payment(order.orderId()).json();
    assertThat(payment.getString("status")).isEqualTo("SUCCESS");
    assertThat(payment.getBigDecimal("amount")).isEqualByComparingTo(order.amount());
    assertThat(client().cases(order.orderId()).list()).isEmpty();

    assertThat(charges).hasSize(1);
    assertThat(charges.get(0).getString("status")).isEqualTo("PAID");
    assertThat(charges.get(0).getString("amount")).isEqualTo(order.amount());
    assertThat(charges.get(0).getString("attemptNo")).isEqualTo(payment.getString("paymentNo"));
    assertThat(messages).hasSize(1);
    assertThat(messages.get(0).getString("phone")).isEqualTo(order.phone());
  }

  private static Map<String, List<JSONObject>> byOrder(JSONArray ledger) {
    return ledger.stream()
        .map(JSONObject.class::cast)
        .collect(Collectors.groupingBy(entry -> entry.getString("orderId")));
  }

  private static List<TestOrder> ordersOfAFewUsers() {
    List<TestOrder> orders = new ArrayList<>();
    long firstUser = TestOrder.anyUser() / 2;
    for (int i = 0; i < PAYMENTS; i++) {
      String amount =
          "%d.%02d"
              .formatted(
                  ThreadLocalRandom.current().nextInt(1, 1000),
                  ThreadLocalRandom.current().nextInt(100));
      orders.add(new TestOrder(TestOrder.anyId(), firstUser + i % USERS, amount, "13800138000"));
    }
    AtOnce.forEach(orders, CLIENTS, AcceptanceTest::ordered);
    return orders;
  }

  private static Map<Long, Long> pointsByUser(List<TestOrder> orders) {
    Map<Long, Long> points = new HashMap<>();
    orders.forEach(order -> points.merge(order.userId(), order.points(), Long::sum));
    return points;
  }
}
