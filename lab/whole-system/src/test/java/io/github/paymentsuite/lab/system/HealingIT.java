package io.github.paymentsuite.lab.system;

import static io.github.paymentsuite.lab.infrastructure.BrokerProxy.END_TRANSACTION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.paymentsuite.lab.infrastructure.BrokerAdministration;
import io.github.paymentsuite.lab.infrastructure.Withholding;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Events that RocketMQ will never deliver again, and effects that are gone: made up for. */
class HealingIT extends AcceptanceTest {
  /** From the record to the first look-up, and the message again. */
  private static final Duration NEXT_SWEEPS = Duration.ofSeconds(90);

  private static final String TOPIC = "payment_success_topic";
  private static final int QUEUES = 8;

  @Test
  void aConsumerThatWasRestoredFromAnOldBackupGetsBackWhatItLost() {
    TestOrder order = anyOrder();
    assertPaid(pay(order));
    assertFulfilledOnce(order);
    awaitFulfilled(order);

    asAdministrator(
        "points_db",
        "DELETE FROM points_record WHERE order_id = '%s'".formatted(order.orderId()),
        "UPDATE user_points SET points = 0 WHERE user_id = " + order.userId());
    asAdministrator(
        "order_db",
        "UPDATE orders SET status = 'CREATED', payment_no = NULL WHERE order_id = '%s'"
            .formatted(order.orderId()));
    asAdministrator(
        "notify_db", "DELETE FROM notification WHERE order_id = '%s'".formatted(order.orderId()));

    // The SMS had been accepted before: the provider is asked, and no second one is sent.
    assertHealed(order);
  }

  @Test
  void aHalfMessageThatTheBrokerParkedIsMadeUpFor() throws IOException {
    BrokerAdministration broker = system().infrastructure().brokerAdministration();
    String checks = broker.settings().getProperty("transactionCheckMax");
    long parked = broker.end("TRANS_CHECK_MAX_TIME_TOPIC", 0);
    TestOrder order = anyOrder();
    broker.set("transactionCheckMax", "2");
    try (Withholding withheld =
        system().link(WholeSystem.PAYMENT).broker().withhold(END_TRANSACTION)) {
      // Neither the commit nor any answer to a check-back gets through.
      assertPaid(pay(order));
      withheld.await(SOON);
      await().atMost(SOON).until(() -> broker.end("TRANS_CHECK_MAX_TIME_TOPIC", 0) > parked);
    } finally {
      broker.set("transactionCheckMax", checks);
      system().link(WholeSystem.PAYMENT).broker().cut();
      system().link(WholeSystem.PAYMENT).broker().restore();
    }

    assertHealed(order);
  }

  @Test
  void aMessageThatBecameADeadLetterIsDeliveredAgain() {
    TestOrder order = anyOrder();
    refuseRows("points_db", "points_record", order);
    try {
      assertPaid(pay(order));
      await().atMost(NEXT_SWEEPS).until(() -> openDeadLetters(order) == 1);
    } finally {
      acceptRows("points_db");
    }

    assertHealed(order);
    await().atMost(SOON).until(() -> openDeadLetters(order) == 0);
  }

  @Test
  void aConsumerGroupThatCameAfterThePaymentGetsItToo() throws IOException {
    BrokerAdministration broker = system().infrastructure().brokerAdministration();
    TestOrder order = anyOrder();
    system().service(WholeSystem.POINTS).kill();
    assertPaid(pay(order));
    await()
        .atMost(SOON)
        .until(() -> "PAID".equals(client().order(order.orderId()).field("status")));
    // As it would be for a group that begins at the end of the topic.
    for (int queue = 0; queue < QUEUES; queue++) {
      broker.setConsumed("points_consumer_group", TOPIC, queue, broker.end(TOPIC, queue));
    }

    system().service(WholeSystem.POINTS).start();

    assertHealed(order);
  }

  private static void assertHealed(TestOrder order) {
    await()
        .atMost(NEXT_SWEEPS)
        .untilAsserted(
            () -> {
              assertThat(client().points(order.userId())).isEqualTo(order.points());
              assertThat(client().order(order.orderId()).field("status")).isEqualTo("PAID");
              assertThat(client().notifications(order.orderId()).body()).contains("\"SENT\"");
            });
    assertFulfilledOnce(order);
  }

  private static void awaitFulfilled(TestOrder order) {
    await()
        .atMost(NEXT_SWEEPS)
        .until(
            () ->
                rows(
                        "(SELECT order_id FROM payment_db.payment_record WHERE fulfilled_at IS NOT NULL) fulfilled",
                        order.orderId())
                    == 1);
  }

  private static long openDeadLetters(TestOrder order) {
    return rows(
        """
        (SELECT r.order_id
           FROM points_db.dead_letter d
           JOIN payment_db.payment_record r ON d.message_key = CONCAT('payment:', r.payment_no)
          WHERE d.replayed_at IS NULL) open_letters""",
        order.orderId());
  }
}
