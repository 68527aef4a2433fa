package io.github.paymentsuite.payment;

import static io.github.paymentsuite.payment.ScriptedProvider.answering;
import static io.github.paymentsuite.payment.ScriptedProvider.declined;
import static io.github.paymentsuite.payment.ScriptedProvider.paid;
import static io.github.paymentsuite.payment.ScriptedProvider.paidAmount;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.paymentsuite.lab.infrastructure.AtOnce;
import io.github.paymentsuite.lab.infrastructure.LocalInfrastructure;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.web.servlet.client.EntityExchangeResult;

class PaymentApiTest extends PaymentServiceTest {
  @Test
  void paysAndTellsTheTimeAtTheProvider() {
    String orderId = anyOrderId();

    EntityExchangeResult<String> answer = pay(body(orderId));

    assertAnswer(
        answer,
        200,
        Map.of(
            "orderId", "\"" + orderId + "\"",
            "userId", "10001",
            "amount", "99.00",
            "status", "\"SUCCESS\"",
            "payTime", "\"2026-01-31T12:00:00.123Z\""));
    assertThat(get("/payments/" + orderId).getResponseBody()).isEqualTo(answer.getResponseBody());
  }

  @Test
  void answersTheSameRequestAgainWithoutChargingAgain() {
    String orderId = anyOrderId();
    String first = pay(body(orderId)).getResponseBody();

    // Also where the same amount is written in another way.
    EntityExchangeResult<String> again = pay(body(orderId, USER, "99"));

    assertThat(again.getStatus().value()).isEqualTo(200);
    assertThat(again.getResponseBody()).isEqualTo(first);
    assertThat(PROVIDER.chargesOf(orderId)).hasSize(1);
  }

  @Test
  void chargesOnceForManyRequestsAtTheSameInstant() {
    String orderId = anyOrderId();
    AtOnce.run(16, () -> assertThat(pay(body(orderId)).getStatus().value()).isIn(200, 202));
    assertThat(PROVIDER.chargesOf(orderId)).hasSize(1);
    assertThat(rows("payment_attempt", orderId)).isEqualTo(1);
    assertThat(rows("payment_record", orderId)).isEqualTo(1);
  }

  @Test
  void onesThatComeTogetherWithRepeatsOfOthersAreEachMadeOnce() {
    List<String> orderIds = Stream.generate(() -> anyOrderId()).limit(8).toList();
    AtomicInteger next = new AtomicInteger();

    AtOnce.run(
        2 * orderIds.size(),
        () -> {
          String orderId = orderIds.get(next.getAndIncrement() % orderIds.size());
          assertThat(pay(body(orderId)).getStatus().value()).isIn(200, 202);
        });

    for (String orderId : orderIds) {
      assertThat(PROVIDER.chargesOf(orderId)).hasSize(1);
      assertThat(rows("payment_attempt", orderId)).isEqualTo(1);
      assertThat(rows("payment_record", orderId)).isEqualTo(1);
    }
  }

  @Test
  void saysWhyAPaymentWasDeclinedAndLetsTheCustomerTryAgain() {
    String orderId = anyOrderId();
    PROVIDER.script(orderId, declined("INSUFFICIENT_FUNDS"));

    EntityExchangeResult<String> answer = pay(body(orderId));

    assertProblem(answer, 402, "payment_declined");
    assertThat(answer.getResponseBody()).contains("\"reason\":\"not enough money\"");
    assertThat(get("/payments/" + orderId).getResponseBody()).contains("\"status\":\"FAILED\"");
    assertThat(rows("payment_record", orderId)).isZero();

    PROVIDER.script(orderId, paid());
    assertThat(pay(body(orderId)).getStatus().value()).isEqualTo(200);
    assertThat(PROVIDER.chargesOf(orderId))
        .extracting(charge -> ScriptedProvider.text(charge, "attemptNo"))
        .doesNotHaveDuplicates()
        .hasSize(2);
  }

  @Test
  void doesNotTakeAnUnlistedRefusalForADecline() {
    String orderId = anyOrderId();
    PROVIDER.script(orderId, declined("SYSTEM_ERROR"));

    assertProcessing(pay(body(orderId)), orderId);
  }

  @ParameterizedTest
  @ValueSource(strings = {"500|{}", "200|", "200|no json", "200|{\"status\":\"PAID\"}", "302|{}"})
  void staysOpenWhateverElseTheProviderSays(String answer) {
    String orderId = anyOrderId();
    String[] parts = answer.split("\\|", 2);
    PROVIDER.script(orderId, answering(Integer.parseInt(parts[0]), parts[1]));

    assertProcessing(pay(body(orderId)), orderId);
    // Not even the same request again charges a second time.
    assertProcessing(pay(body(orderId)), orderId);
    assertThat(PROVIDER.chargesOf(orderId)).hasSize(1);
  }

  @Test
  void answersThoughTheProviderNeverDoes() {
    String orderId = anyOrderId();
    CountDownLatch never = new CountDownLatch(1);
    PROVIDER.script(
        orderId,
        (exchange, charge) -> {
          try {
            never.await();
          } catch (InterruptedException shutdown) {
            Thread.currentThread().interrupt();
          }
        });

    assertProcessing(pay(body(orderId)), orderId);
    never.countDown();
  }

  @Test
  void opensACaseWhenTheProviderTookAnotherAmount() {
    String orderId = anyOrderId();
    PROVIDER.script(orderId, paidAmount("99.01"));

    assertProcessing(pay(body(orderId)), orderId);
    assertThat(rows("payment_case", orderId)).isEqualTo(1);
    assertThat(rows("payment_record", orderId)).isZero();
  }

  @Test
  void refusesAnotherAmountOrUserForAPaidOrder() {
    String orderId = anyOrderId();
    pay(body(orderId));

    assertProblem(pay(body(orderId, USER, "1.00")), 409, "order_already_paid");
    assertProblem(pay(body(orderId, USER + 1, "99.00")), 409, "order_already_paid");
    assertThat(PROVIDER.chargesOf(orderId)).hasSize(1);
  }

  @Test
  void refusesAnotherAmountWhileAPaymentIsOpen() {
    String orderId = anyOrderId();
    PROVIDER.script(orderId, answering(500, "{}"));
    pay(body(orderId));

    assertProblem(pay(body(orderId, USER, "1.00")), 409, "payment_in_progress");
  }

  @Test
  void replaysEveryFinalAnswerUnderItsKey() {
    String paidOrder = anyOrderId();
    String paidKey = anyKey();
    String paidAnswer = pay(body(paidOrder), paidKey).getResponseBody();
    assertThat(pay(body(paidOrder), paidKey).getResponseBody()).isEqualTo(paidAnswer);
    assertThat(PROVIDER.chargesOf(paidOrder)).hasSize(1);

    String declinedOrder = anyOrderId();
    String declinedKey = anyKey();
    PROVIDER.script(declinedOrder, declined("INSUFFICIENT_FUNDS"));
    assertProblem(pay(body(declinedOrder), declinedKey), 402, "payment_declined");
    PROVIDER.script(declinedOrder, paid());
    assertProblem(pay(body(declinedOrder), declinedKey), 402, "payment_declined");
    assertThat(PROVIDER.chargesOf(declinedOrder)).hasSize(1);
  }

  @Test
  void replaysAConflictUnderItsKeyThoughItIsGone() {
    String orderId = anyOrderId();
    String key = anyKey();
    PROVIDER.script(orderId, answering(500, "{}"));
    pay(body(orderId));
    assertProblem(pay(body(orderId, USER, "1.00"), key), 409, "payment_in_progress");

    database
        .sql("UPDATE payment_attempt SET state = 'CLOSED' WHERE order_id = ?")
        .param(orderId)
        .update();

    assertProblem(pay(body(orderId, USER, "1.00"), key), 409, "payment_in_progress");
    assertThat(PROVIDER.chargesOf(orderId)).hasSize(1);
  }

  @Test
  void answersAKeyInProgressFromItsAttempt() {
    String orderId = anyOrderId();
    String key = anyKey();
    PROVIDER.script(orderId, answering(500, "{}"));

    assertProcessing(pay(body(orderId), key), orderId);
    assertProcessing(pay(body(orderId), key), orderId);
    assertThat(PROVIDER.chargesOf(orderId)).hasSize(1);
  }

  @Test
  void refusesAKeyThatCameWithAnotherRequest() {
    String orderId = anyOrderId();
    String key = anyKey();
    pay(body(orderId), key);

    assertProblem(pay(body(orderId, USER, "1.00"), key), 422, "idempotency_key_reused");
    assertProblem(pay(body(anyOrderId()), key), 422, "idempotency_key_reused");
    assertProblem(
        pay(body(orderId).replace("}", ",\"authCode\":\"1\"}"), key),
        422,
        "idempotency_key_reused");
  }

  @Test
  void bindsAKeyToThePaymentThatItWasAnsweredFrom() {
    String orderId = anyOrderId();
    String key = anyKey();
    PROVIDER.script(orderId, answering(500, "{}"));
    pay(body(orderId));
    assertProcessing(pay(body(orderId), key), orderId);

    database
        .sql("UPDATE payment_attempt SET state = 'DECLINED' WHERE order_id = ?")
        .param(orderId)
        .update();

    assertProblem(pay(body(orderId), key), 402, "payment_declined");
  }

  @Test
  void forgetsAKeyAfterItsDay() throws SQLException {
    String orderId = anyOrderId();
    String key = anyKey();
    PROVIDER.script(orderId, declined("INSUFFICIENT_FUNDS"));
    pay(body(orderId), key);

    try (Connection root = LocalInfrastructure.shared().administer("payment_db");
        Statement statement = root.createStatement()) {
      statement.execute(
          "UPDATE idempotency_key SET created_at = created_at - INTERVAL 25 HOUR WHERE key_digest = SHA2('%s', 256)"
              .formatted(key));
    }
    PROVIDER.script(orderId, paid());

    assertThat(pay(body(orderId), key).getStatus().value()).isEqualTo(200);
  }

  @Test
  void chargesOnceForManyRequestsUnderOneKeyAtTheSameInstant() {
    String orderId = anyOrderId();
    String key = anyKey();
    PROVIDER.script(orderId, declined("INSUFFICIENT_FUNDS"));
    AtOnce.run(8, () -> assertThat(pay(body(orderId), key).getStatus().value()).isIn(202, 402));
    // A decline frees the order, but never the key.
    assertThat(PROVIDER.chargesOf(orderId)).hasSize(1);
  }

  @Test
  void answersManyRequestsUnderOneKeyFromThePaymentThatStands() {
    String orderId = anyOrderId();
    pay(body(orderId));
    for (int round = 0; round < 10; round++) {
      String key = anyKey();
      AtOnce.run(4, () -> assertThat(pay(body(orderId), key).getStatus().value()).isEqualTo(200));
    }
    assertThat(PROVIDER.chargesOf(orderId)).hasSize(1);
  }

  @Test
  void startsOneAttemptForManyRepeatsOfADecline() {
    String orderId = anyOrderId();
    for (int round = 1; round <= 10; round++) {
      PROVIDER.script(orderId, declined("INSUFFICIENT_FUNDS"));
      AtOnce.run(4, () -> assertThat(pay(body(orderId)).getStatus().value()).isIn(202, 402));
    }
    assertThat(
            database
                .sql(
                    "SELECT COUNT(*) FROM payment_attempt WHERE order_id = ? AND state <> 'DECLINED'")
                .param(orderId)
                .query(Long.class)
                .single())
        .isZero();
    assertThat((long) PROVIDER.chargesOf(orderId).size())
        .isEqualTo(rows("payment_attempt", orderId));
  }

  @Test
  void keepsWhatAProviderSaysAtLengthAsFarAsItFits() {
    String declined = anyOrderId();
    PROVIDER.script(
        declined,
        answering(
            200,
            "{\"status\":\"DECLINED\",\"code\":\"INSUFFICIENT_FUNDS\",\"message\":\"%s\"}"
                .formatted("余".repeat(1000))));
    assertProblem(pay(body(declined)), 402, "payment_declined");

    String paid = anyOrderId();
    PROVIDER.script(
        paid,
        (exchange, charge) ->
            ScriptedProvider.answer(
                exchange,
                200,
                ScriptedProvider.paidBody(charge, "99.00")
                    .replace("\"T1\"", "\"" + "号".repeat(200) + "\"")));
    assertThat(pay(body(paid)).getStatus().value()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a\tb", ""})
  void refusesAKeyThatIsNotVisibleAscii(String key) {
    assertProblem(pay(body(anyOrderId()), key), 400, "invalid_request");
  }

  @Test
  void sendsThePayersCodeOnAndKeepsItNowhere() {
    String orderId = anyOrderId();
    pay(body(orderId).replace("}", ",\"authCode\":\"28763443825664394\"}"));

    assertThat(PROVIDER.chargesOf(orderId).get(0).get("authCode").stringValue())
        .isEqualTo("28763443825664394");
    for (String table : List.of("payment_attempt", "payment_record")) {
      assertThat(
              database
                  .sql("SELECT * FROM " + table + " WHERE order_id = ?")
                  .param(orderId)
                  .query()
                  .singleRow()
                  .toString())
          .doesNotContain("28763443825664394");
    }
  }

  @Test
  void knowsNothingOfAnOrderThatNobodyTriedToPay() {
    assertProblem(get("/payments/" + anyOrderId()), 404, "payment_not_found");
    assertProblem(get("/payments/not%20an%20id"), 400, "invalid_request");
  }

  private static void assertProcessing(EntityExchangeResult<String> answer, String orderId) {
    assertAnswer(answer, 202, Map.of("status", "\"PROCESSING\""));
    assertThat(answer.getResponseBody()).doesNotContain("payTime");
    assertThat(answer.getResponseHeaders().getLocation()).hasToString("/payments/" + orderId);
    assertThat(answer.getResponseHeaders().getFirst("Retry-After")).isEqualTo("1");
  }

  private static String anyKey() {
    return UUID.randomUUID().toString();
  }
}
