package io.github.paymentsuite.lab.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A client that names its request may repeat it as often as it likes. */
class IdempotencyKeyIT extends AcceptanceTest {
  private final String key = UUID.randomUUID().toString();

  @Test
  void aPaymentIsReplayed() {
    TestOrder order = anyOrder();
    Reply first = payWithKey(order.payment());
    assertPaid(first);

    assertThat(payWithKey(order.payment()).body()).isEqualTo(first.body());
    assertFulfilledOnce(order);
  }

  @Test
  void anotherBodyUnderTheSameKeyIsRefused() {
    TestOrder order = anyOrder();
    assertPaid(payWithKey(order.payment()));

    assertProblem(payWithKey(anyOrder().payment()), 422, "idempotency_key_reused");
    assertProblem(payWithKey(order.paymentWith("1234")), 422, "idempotency_key_reused");
    assertFulfilledOnce(order);
  }

  @Test
  void aRequestInProgressIsAnsweredAsSuch() {
    TestOrder order = anyOrder();
    assertProcessing(payWithKey(order.paymentWith("sim-pending-then-paid")));
    assertProcessing(payWithKey(order.paymentWith("sim-pending-then-paid")));
    assertThat(client().chargeLedger(order.orderId()).list()).hasSize(1);
  }

  @Test
  void aDeclineIsReplayedAndOnlyANewKeyTriesAgain() {
    TestOrder order = anyOrder();
    String declined = order.paymentWith("sim-decline");
    assertProblem(payWithKey(declined), 402, "payment_declined");

    assertProblem(payWithKey(declined), 402, "payment_declined");
    assertThat(client().chargeLedger(order.orderId()).list()).hasSize(1);

    assertPaid(client().pay(order.payment(), "Idempotency-Key", UUID.randomUUID().toString()));
  }

  private Reply payWithKey(String body) {
    return client().pay(body, "Idempotency-Key", key);
  }
}
