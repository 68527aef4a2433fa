package io.github.paymentsuite.lab.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Scenario 2: the money is taken, and the database refuses to record it. */
class RecordingFailureIT extends AcceptanceTest {
  @Test
  void nobodyHearsOfAPaymentBeforeItIsRecordedAndTheCustomerIsNotToldThatItFailed() {
    TestOrder order = anyOrder();
    asAdministrator(
        "payment_db",
        """
        CREATE TRIGGER refuse_record BEFORE INSERT ON payment_record FOR EACH ROW
        BEGIN
          IF NEW.order_id = '%s' THEN
            SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'refused by the test';
          END IF;
        END
        """
            .formatted(order.orderId()));
    try {
      assertProcessing(pay(order));

      assertThat(client().chargeLedger(order.orderId()).list().getJSONObject(0).getString("status"))
          .isEqualTo("PAID");
      assertThat(client().payment(order.orderId()).field("status")).isEqualTo("PROCESSING");
      // Others are paid and fulfilled meanwhile; check-backs for this one come and go.
      TestOrder other = anyOrder();
      assertPaid(pay(other));
      assertFulfilledOnce(other);
      assertProcessing(pay(order));
      assertNothingFollowed(order);
      assertThat(client().chargeLedger(order.orderId()).list()).hasSize(1);
    } finally {
      asAdministrator("payment_db", "DROP TRIGGER refuse_record");
    }

    assertFulfilledOnce(order);
  }
}
