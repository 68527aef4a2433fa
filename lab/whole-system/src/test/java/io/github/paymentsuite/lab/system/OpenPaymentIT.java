package io.github.paymentsuite.lab.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.alibaba.fastjson2.JSONObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Payments whose outcome the provider does not say at once, or ever: each ends as it should. */
class OpenPaymentIT extends AcceptanceTest {
  /** The charge's deadline and the margin after it, and the pauses between two questions. */
  private static final Duration IN_THE_END = Duration.ofSeconds(120);

  @Test
  void whatWasChargedIsRecordedAndWhatWasNotIsClosed() {
    Map<String, TestOrder> orders = new LinkedHashMap<>();
    for (String authCode :
        List.of(
            "sim-timeout-charged",
            "sim-error-charged",
            "sim-charged-late",
            "sim-pending-then-paid",
            "sim-timeout-not-charged",
            "sim-pending-then-closed",
            "sim-reverse-refused",
            "sim-paid-other-amount")) {
      TestOrder order = anyOrder();
      orders.put(authCode, order);
      assertProcessing(pay(order, authCode));
      assertNothingFollowed(order);
    }

    for (String authCode :
        List.of(
            "sim-timeout-charged",
            "sim-error-charged",
            "sim-charged-late",
            "sim-pending-then-paid")) {
      awaitStatus(orders.get(authCode), "SUCCESS");
      assertFulfilledOnce(orders.get(authCode));
    }
    assertClosedUnpaid(orders.get("sim-timeout-not-charged"));
    assertClosedUnpaid(orders.get("sim-pending-then-closed"));
    assertClosedUnpaid(orders.get("sim-reverse-refused"));

    TestOrder other = orders.get("sim-paid-other-amount");
    assertThat(client().payment(other.orderId()).field("status")).isEqualTo("PROCESSING");
    assertThat(rows("payment_db.payment_case", other.orderId())).isEqualTo(1);
    assertThat(client().order(other.orderId()).field("status")).isEqualTo("CREATED");
  }

  /** The customer is told so, holds the money, and can pay again. */
  private static void assertClosedUnpaid(TestOrder order) {
    awaitStatus(order, "FAILED");
    assertNothingFollowed(order);
    assertThat(statesOfCharges(order)).isSubsetOf("CLOSED", "REFUNDED");
    assertPaid(pay(order));
    await()
        .atMost(SOON)
        .until(() -> "PAID".equals(client().order(order.orderId()).field("status")));
  }

  private static void awaitStatus(TestOrder order, String status) {
    await()
        .atMost(IN_THE_END)
        .until(() -> client().payment(order.orderId()).field("status"), status::equals);
  }

  private static List<String> statesOfCharges(TestOrder order) {
    return client().chargeLedger(order.orderId()).list().stream()
        .map(charge -> ((JSONObject) charge).getString("status"))
        .toList();
  }
}
