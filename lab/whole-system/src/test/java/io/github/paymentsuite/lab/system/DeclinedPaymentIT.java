package io.github.paymentsuite.lab.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.alibaba.fastjson2.JSONObject;
import org.junit.jupiter.api.Test;

/** Scenario 1: the payment is declined, so nothing happens, and the customer may try again. */
class DeclinedPaymentIT extends AcceptanceTest {
  @Test
  void aDeclinedPaymentIsToldAndHasNoEffectAnywhere() {
    TestOrder order = anyOrder();

    Reply answer = pay(order, "sim-decline");

    assertProblem(answer, 402, "payment_declined");
    assertThat(answer.field("reason")).isNotBlank();
    assertThat(client().payment(order.orderId()).field("status")).isEqualTo("FAILED");
    assertNoMessageOf(order);
    assertNothingFollowed(order);
  }

  @Test
  void payingAgainAfterADeclineWorks() {
    TestOrder order = anyOrder();
    assertProblem(pay(order, "sim-decline"), 402, "payment_declined");

    assertPaid(pay(order));

    assertThat(client().chargeLedger(order.orderId()).list())
        .extracting(charge -> ((JSONObject) charge).getString("status"))
        .containsExactlyInAnyOrder("DECLINED", "PAID");
    assertEffectsFollowedOnce(order);
  }

  /**
   * A payment made after it is consumed by everyone, so a message of the declined one, had there
   * been any, would have been consumed as well.
   */
  private static void assertNoMessageOf(TestOrder declined) {
    for (int i = 0; i < 8; i++) {
      TestOrder later = anyOrder();
      assertPaid(pay(later));
      assertFulfilledOnce(later);
    }
    assertNothingFollowed(declined);
  }
}
