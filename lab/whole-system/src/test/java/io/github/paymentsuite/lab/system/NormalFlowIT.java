package io.github.paymentsuite.lab.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.paymentsuite.lab.infrastructure.AtOnce;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The customer pays; the rest follows, once. */
class NormalFlowIT extends AcceptanceTest {
  @Test
  void payingTheOrderOfTheOriginalDesignDoesAllThatItPromises() {
    TestOrder order = ordered(new TestOrder("ORDER_001", 10001, "99.00", "13800138000"));

    assertPaid(pay(order));

    assertFulfilledOnce(order);
    assertThat(client().points(10001)).isEqualTo(99);
    assertThat(client().notifications("ORDER_001").list().getJSONObject(0))
        .containsEntry("phone", "138****8000");
  }

  /** More of them would cost each payment, and be read by nobody. */
  @Test
  void aPaymentIsOneLineInEachLog() {
    TestOrder order = anyOrder();
    Reply paid = pay(order);
    assertPaid(paid);
    assertFulfilledOnce(order);
    for (String service : WholeSystem.SERVICES) {
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(linesOf(service))
                      .filteredOn(line -> line.contains(paid.field("paymentNo")))
                      .as(service)
                      .hasSize(1));
    }
  }

  private static List<String> linesOf(String service) throws IOException {
    return Files.readAllLines(system().service(service).process().log());
  }

  @Test
  void theSameRequestAgainGivesTheSameAnswerAndNothingElse() {
    TestOrder order = anyOrder();
    Reply first = pay(order);
    assertPaid(first);
    assertFulfilledOnce(order);

    Reply again = pay(order);

    assertThat(again.status()).isEqualTo(200);
    assertThat(again.body()).isEqualTo(first.body());
    assertFulfilledOnce(order);
  }

  @Test
  void thirtyTwoRequestsAtOnceChargeOnceAndHaveOneOfEveryEffect() {
    TestOrder order = anyOrder();

    AtOnce.run(32, () -> assertThat(pay(order).status()).isIn(200, 202));

    assertFulfilledOnce(order);
  }

  @Test
  void aPaymentDoesNotWaitForItsOrder() {
    TestOrder order = TestOrder.any();
    client().putContact(order.userId(), order.phone());
    assertPaid(pay(order));
    await().atMost(SOON).until(() -> client().points(order.userId()) == order.points());

    client().createOrder(order.orderId(), order.userId(), order.amount());

    assertFulfilledOnce(order);
  }

  @Test
  void aPaymentWorthNoPointStillLeavesItsRecord() {
    TestOrder order = ordered(TestOrder.of("0.99"));
    assertPaid(pay(order));
    assertFulfilledOnce(order);
    assertThat(client().pointsRecords(order.userId()).list().getJSONObject(0).getLong("points"))
        .isZero();
  }

  @Test
  void aPaymentOfACancelledOrderBecomesACaseAndNeverPaid() {
    TestOrder order = anyOrder();
    assertThat(client().cancelOrder(order.orderId()).status()).isEqualTo(200);

    assertPaid(pay(order));

    assertOneCase(order.orderId(), "ORDER_CANCELLED");
    assertThat(client().order(order.orderId()).field("status")).isEqualTo("CANCELLED");
  }

  @Test
  void aPaymentOfAnotherAmountOrUserBecomesACaseAndNeverPaid() {
    TestOrder order = anyOrder();
    assertThat(client().pay(order.orderId(), order.userId(), "98.00").status()).isEqualTo(200);
    assertOneCase(order.orderId(), "AMOUNT_MISMATCH");

    TestOrder another = anyOrder();
    assertThat(client().pay(another.orderId(), TestOrder.anyUser(), "99.00").status())
        .isEqualTo(200);
    assertOneCase(another.orderId(), "USER_MISMATCH");
    assertThat(client().order(another.orderId()).field("status")).isEqualTo("CREATED");
  }

  @Test
  void theSmsWaitsForThePhone() {
    TestOrder order = TestOrder.any();
    client().createOrder(order.orderId(), order.userId(), order.amount());
    assertPaid(pay(order));
    await()
        .atMost(SOON)
        .until(() -> client().notifications(order.orderId()).body().contains("WAITING"));

    client().putContact(order.userId(), order.phone());

    assertFulfilledOnce(order);
  }

  @Test
  void anSmsThatWasAcceptedWithoutAnAnswerIsNotSentTwice() {
    TestOrder silent = ordered(TestOrder.withPhone("13800130002"));
    TestOrder failing = ordered(TestOrder.withPhone("13800130004"));
    assertPaid(pay(silent));
    assertPaid(pay(failing));
    assertFulfilledOnce(silent);
    assertFulfilledOnce(failing);
  }

  @Test
  void everythingOpenIsAnsweredAsProcessingAndNeverAsFailed() {
    for (String script :
        List.of(
            "sim-timeout-charged",
            "sim-timeout-not-charged",
            "sim-error-charged",
            "sim-pending-then-paid",
            "sim-paid-other-amount")) {
      TestOrder order = anyOrder();
      assertProcessing(pay(order, script));
      holdOffTheResolver(order);
      // Another barcode does not charge while the outcome of the first is open.
      assertProcessing(pay(order));
      assertThat(client().payment(order.orderId()).field("status")).isEqualTo("PROCESSING");
      assertThat(client().chargeLedger(order.orderId()).list()).hasSizeLessThanOrEqualTo(1);
      assertNothingFollowed(order);
    }
  }

  private static void assertOneCase(String orderId, String reason) {
    await().atMost(SOON).until(() -> !client().cases(orderId).list().isEmpty());
    assertThat(client().cases(orderId).list()).hasSize(1);
    assertThat(client().cases(orderId).list().getJSONObject(0).getString("reason"))
        .isEqualTo(reason);
  }
}
