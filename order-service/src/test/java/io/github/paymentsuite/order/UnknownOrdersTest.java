package io.github.paymentsuite.order;

import static io.github.paymentsuite.order.TestData.AMOUNT;
import static io.github.paymentsuite.order.TestData.anyOrderId;
import static io.github.paymentsuite.order.TestData.anyUserId;
import static io.github.paymentsuite.order.TestData.message;
import static io.github.paymentsuite.order.TestData.paymentOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.paymentsuite.events.Money;
import io.github.paymentsuite.events.PaymentSucceeded;
import io.github.paymentsuite.events.PaymentTopic;
import io.github.paymentsuite.lab.infrastructure.AccessTokenIssuer;
import io.github.paymentsuite.lab.infrastructure.AtOnce;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.MediaType;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.test.web.servlet.client.RestTestClient;

/** A payment that arrives before its order, and an order that arrives very late or never. */
class UnknownOrdersTest extends OrderServiceTest {
  private final String orderId = anyOrderId();
  private final long userId = anyUserId();
  private final PaymentSucceeded payment = paymentOf(orderId, userId, AMOUNT);
  private final String deadLetter = "payment:" + payment.paymentNo();

  @LocalServerPort private int port;

  @Test
  void aPaymentThatIsGivenUpIsOneVisibleCase() {
    giveUp(payment);
    giveUp(payment);

    assertThat(orders.casesOf(orderId))
        .singleElement()
        .satisfies(
            opened -> {
              assertThat(opened.reason()).isEqualTo(OrderCase.Reason.ORDER_UNKNOWN);
              assertThat(opened.payment()).isEqualTo(payment);
            });
    assertThat(isOpen(deadLetter)).isTrue();
  }

  @Test
  void aPaymentIsNoCaseAsLongAsItComesAgain() {
    for (int attempt = 1; attempt < MAX_ATTEMPTS; attempt++) {
      int current = attempt;
      assertThat(
              catchThrowable(
                  () -> consumption.consume(message(PaymentTopic.PAID, current, payment))))
          .isInstanceOf(OrderNotFound.class);
    }

    assertThat(orders.casesOf(orderId)).isEmpty();
  }

  /** Or else each publication again would be tried as often, beside all the others. */
  @Test
  void aPaymentThatIsPublishedAgainIsAVisibleCaseAtOnceAndDoesNotComeAgainItself() {
    consumption.consume(message(PaymentTopic.PAID_AGAIN_FOR_ORDER, 1, payment));

    assertThat(orders.casesOf(orderId))
        .singleElement()
        .satisfies(opened -> assertThat(opened.reason()).isEqualTo(OrderCase.Reason.ORDER_UNKNOWN));
    assertThat(isOpen(deadLetter)).isFalse();
    create(AMOUNT);
    assertPaidWithoutATrace();
  }

  @Test
  void anOrderThatArrivesIsPaidAtOnceAndTheCaseIsClosed() {
    giveUp(payment);

    assertThat(create(AMOUNT)).contains("\"status\":\"PAID\"");

    assertPaidWithoutATrace();
  }

  @Test
  void anOrderThatArrivesWithAnotherAmountMakesItTheRightCase() {
    giveUp(payment);
    OrderCase unknown = orders.casesOf(orderId).get(0);

    assertThat(create(Money.parse("98.00"))).contains("\"status\":\"CREATED\"");

    assertThat(orders.casesOf(orderId))
        .containsExactly(
            OrderCase.of(payment, OrderCase.Reason.AMOUNT_MISMATCH, unknown.openedAt()));
    assertThat(isOpen(deadLetter)).isFalse();
  }

  @Test
  void ofTwoPaymentsThatWaitedOnePaysTheOrderAndTheOtherStaysACase() {
    PaymentSucceeded second = paymentOf(orderId, userId, AMOUNT);
    giveUp(payment);
    giveUp(second);

    create(AMOUNT);

    assertThat(orders.find(orderId).isPaidBy(payment)).isTrue();
    assertThat(orders.casesOf(orderId))
        .singleElement()
        .satisfies(
            opened -> {
              assertThat(opened.paymentNo()).isEqualTo(second.paymentNo());
              assertThat(opened.reason()).isEqualTo(OrderCase.Reason.PAID_BY_ANOTHER_PAYMENT);
            });
  }

  @Test
  void anOrderWhoseCreatorDiedBeforeItLookedIsPaidByTheSameRequestAgain() {
    giveUp(payment);
    orders.create(orderId, userId, AMOUNT);
    assertThat(orders.casesOf(orderId)).hasSize(1);

    create(AMOUNT);

    assertPaidWithoutATrace();
  }

  @Test
  void anOrderWhoseCreatorDiedBeforeItLookedIsPaidByAPublicationAgain() {
    giveUp(payment);
    orders.create(orderId, userId, AMOUNT);

    consumption.consume(message(PaymentTopic.PAID_AGAIN_FOR_ORDER, 1, payment));

    assertPaidWithoutATrace();
  }

  @Test
  void anOrderWhoseCreatorDiedBeforeItLookedIsPaidByThePoll() {
    giveUp(payment);
    orders.create(orderId, userId, AMOUNT);

    unknownOrders.payArrived();

    assertPaidWithoutATrace();
  }

  @Test
  void whoeverDiedBetweenACaseAndTheSecondLookIsMadeUpForByTheRedelivery() {
    orders.create(orderId, userId, AMOUNT);
    orders.pay(payment);
    database.update(
        """
        INSERT INTO order_case (payment_no, order_id, user_id, amount, pay_time, reason, opened_at)
        SELECT ?, order_id, user_id, amount, ?, 'ORDER_UNKNOWN', created_at
          FROM orders WHERE order_id = ?""",
        payment.paymentNo(),
        payment.payTime(),
        orderId);

    consumption.consume(message(PaymentTopic.PAID, MAX_ATTEMPTS, payment));

    assertPaidWithoutATrace();
  }

  @RepeatedTest(40)
  void anOrderAndTheLastAttemptThatComeAtOnceNeverMissEachOther() {
    AtOnce.run(() -> lastAttempt(payment), () -> create(AMOUNT));

    assertPaidWithoutATrace();
  }

  @RepeatedTest(20)
  void severalInstancesThatGiveUpWhileTheOrderArrivesTwiceLeaveOneTruth() {
    AtOnce.run(
        () -> lastAttempt(payment),
        () -> lastAttempt(payment),
        () -> create(AMOUNT),
        () -> create(AMOUNT),
        () -> unknownOrders.payArrived());

    assertPaidWithoutATrace();
  }

  @RepeatedTest(20)
  void anOrderOfAnotherAmountAndTheLastAttemptAtOnceAreOneCase() {
    AtOnce.run(() -> lastAttempt(payment), () -> create(Money.parse("1.00")));

    assertThat(orders.find(orderId).status()).isEqualTo(OrderStatus.CREATED);
    assertThat(orders.casesOf(orderId))
        .extracting(OrderCase::reason)
        .containsExactly(OrderCase.Reason.AMOUNT_MISMATCH);
  }

  private void assertPaidWithoutATrace() {
    assertThat(orders.find(orderId).isPaidBy(payment)).isTrue();
    assertThat(orders.casesOf(orderId)).isEmpty();
    assertThat(isOpen(deadLetter)).isFalse();
  }

  /** As the broker does: again, as long as it is not handled. */
  private void lastAttempt(PaymentSucceeded given) {
    try {
      giveUp(given);
    } catch (TransientDataAccessException lockedForTooLong) {
      lastAttempt(given);
    }
  }

  /** As clients do; the answer. */
  private String create(Money amount) {
    return RestTestClient.bindToServer(new JdkClientHttpRequestFactory())
        .defaultHeader("Authorization", AccessTokenIssuer.shared().everything())
        .baseUrl("http://127.0.0.1:" + port)
        .build()
        .post()
        .uri("/orders")
        .contentType(MediaType.APPLICATION_JSON)
        .body("{\"orderId\":\"%s\",\"userId\":%d,\"amount\":%s}".formatted(orderId, userId, amount))
        .exchange()
        .expectStatus()
        .is2xxSuccessful()
        .expectBody(String.class)
        .returnResult()
        .getResponseBody();
  }
}
