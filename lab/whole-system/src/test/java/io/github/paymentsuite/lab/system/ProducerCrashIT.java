package io.github.paymentsuite.lab.system;

import static io.github.paymentsuite.lab.infrastructure.BrokerProxy.END_TRANSACTION;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.paymentsuite.lab.infrastructure.Withholding;
import org.junit.jupiter.api.Test;

/** Scenario 3: payment-service dies after its local commit, before the broker has heard of it. */
class ProducerCrashIT extends AcceptanceTest {
  @Test
  void theCheckBackDeliversWhatTheDeadProducerCouldNotCommit() {
    TestOrder order = anyOrder();
    ServiceProcess paymentService = system().service(WholeSystem.PAYMENT);
    try (Withholding withheld =
        system().link(WholeSystem.PAYMENT).broker().withhold(END_TRANSACTION)) {
      pay(order);
      withheld.await(SOON);
      assertThat(rows("payment_db.payment_record", order.orderId())).isEqualTo(1);

      paymentService.kill();
      holdOffTheSweep(order);
    }
    assertNothingFollowedYet(order);

    paymentService.start();

    assertFulfilledOnce(order);
  }

  @Test
  void aLostCommitDoesNotNeedACrashToBeMadeUpFor() {
    TestOrder order = anyOrder();
    try (Withholding withheld =
        system().link(WholeSystem.PAYMENT).broker().withhold(END_TRANSACTION)) {
      assertPaid(pay(order));
      holdOffTheSweep(order);
      withheld.await(SOON);
      // The connection that swallowed the commit is of no more use to the broker.
      system().link(WholeSystem.PAYMENT).broker().cut();
    }
    system().link(WholeSystem.PAYMENT).broker().restore();

    assertFulfilledOnce(order);
  }

  /** The half message is nobody's business before it is committed. */
  private static void assertNothingFollowedYet(TestOrder order) {
    assertThat(client().order(order.orderId()).field("status")).isEqualTo("CREATED");
    assertThat(client().points(order.userId())).isZero();
    assertThat(client().smsLedger(order.orderId()).list()).isEmpty();
  }
}
