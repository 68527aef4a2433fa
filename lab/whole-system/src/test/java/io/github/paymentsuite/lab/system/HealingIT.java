package io.github.paymentsuite.lab.system;

import static io.github.paymentsuite.lab.infrastructure.BrokerProxy.END_TRANSACTION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.paymentsuite.lab.infrastructure.Withholding;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Events that RocketMQ will never deliver again, and effects that are gone: made up for. */
class HealingIT extends AcceptanceTest {
  /** From the record to the first look-up, and the message again. */
  private static final Duration NEXT_SWEEPS = Duration.ofSeconds(90);

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

    await()
        .atMost(NEXT_SWEEPS)
        .untilAsserted(
            () -> {
              assertThat(client().points(order.userId())).isEqualTo(order.points());
              assertThat(client().order(order.orderId()).field("status")).isEqualTo("PAID");
              assertThat(client().notifications(order.orderId()).body()).contains("\"SENT\"");
            });
    // The SMS had been accepted before: the provider is asked, and no second one is sent.
    assertFulfilledOnce(order);
  }

  @Test
  void aHalfMessageThatTheBrokerGaveUpOnIsMadeUpFor() {
    TestOrder order = anyOrder();
    try (Withholding withheld =
        system().link(WholeSystem.PAYMENT).broker().withhold(END_TRANSACTION)) {
      // Neither the commit nor any answer to a check-back gets through, for as long as it takes.
      assertPaid(pay(order));
      withheld.await(SOON);
      system().link(WholeSystem.PAYMENT).broker().cut();
      system().link(WholeSystem.PAYMENT).broker().restore();
      await().atMost(NEXT_SWEEPS).untilAsserted(() -> assertEffects(order));
    }
    system().link(WholeSystem.PAYMENT).broker().cut();
    system().link(WholeSystem.PAYMENT).broker().restore();

    assertFulfilledOnce(order);
  }

  private static void assertEffects(TestOrder order) {
    assertThat(client().points(order.userId())).isEqualTo(order.points());
    assertThat(client().order(order.orderId()).field("status")).isEqualTo("PAID");
    assertThat(client().smsLedger(order.orderId()).list()).hasSize(1);
  }

  private static void awaitFulfilled(TestOrder order) {
    await()
        .atMost(NEXT_SWEEPS)
        .until(
            () ->
                rows("payment_db.payment_record", order.orderId()) == 1
                    && rows(
                            "(SELECT order_id FROM payment_db.payment_record WHERE fulfilled_at IS NOT NULL) fulfilled",
                            order.orderId())
                        == 1);
  }
}
