package io.github.paymentsuite.lab.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Scenario 2: the database refuses to record what was taken, or what is about to be. */
class RecordingFailureIT extends AcceptanceTest {
  @Test
  void nobodyHearsOfAPaymentBeforeItIsRecordedAndTheCustomerIsNotToldThatItFailed() {
    TestOrder order = anyOrder();
    refuseRows("payment_db", "payment_record", order);
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
      acceptRows("payment_db");
    }

    assertFulfilledOnce(order);
  }

  @Test
  void anAttemptThatCannotBeWrittenIsNotCharged() {
    TestOrder order = anyOrder();
    refuseRows("payment_db", "payment_attempt", order);
    try {
      Reply answer = pay(order);

      assertProblem(answer, 503, "unavailable");
      assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
      assertThat(client().chargeLedger(order.orderId()).list()).isEmpty();
      assertNothingFollowed(order);
    } finally {
      acceptRows("payment_db");
    }

    assertPaid(pay(order));
    assertFulfilledOnce(order);
  }
}
