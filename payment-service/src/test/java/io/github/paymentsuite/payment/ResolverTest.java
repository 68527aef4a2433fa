package io.github.paymentsuite.payment;

import static io.github.paymentsuite.payment.ScriptedProvider.answering;
import static io.github.paymentsuite.payment.ScriptedProvider.declined;
import static io.github.paymentsuite.payment.ScriptedProvider.notFoundAt;
import static io.github.paymentsuite.payment.ScriptedProvider.paid;
import static io.github.paymentsuite.payment.ScriptedProvider.reversed;
import static io.github.paymentsuite.payment.ScriptedProvider.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.paymentsuite.payment.ScriptedProvider.Script;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** What becomes of payments whose outcome the provider did not say, on its own schedule. */
@DirtiesContext
@TestPropertySource(
    properties = {
      "payment.provider.give-up-after=1s",
      "payment.resolver.longest-pause=300ms",
      "payment.resolver.case-after=2s"
    })
class ResolverTest extends PaymentServiceTest {
  private static final Instant LONG_PAST = Instant.parse("2020-01-01T00:00:00Z");
  private static final Instant FAR_AHEAD = Instant.parse("2090-01-01T00:00:00Z");

  @Test
  void recordsAPaymentWhoseAnswerGotLost() {
    String orderId = openPayment(paid());

    awaitStatus(orderId, "SUCCESS");
    assertThat(rows("payment_record", orderId)).isEqualTo(1);
    assertThat(PROVIDER.chargesOf(orderId)).hasSize(1);
  }

  @Test
  void believesThatAChargeIsNotFoundOnlyAfterItsDeadlineByTheProvidersClock() {
    String orderId = openPayment(notFoundAt(LONG_PAST));
    awaitQueries(orderId, 4);
    assertThat(stateOfOnlyAttempt(orderId)).isEqualTo("CHARGING");

    PROVIDER.scriptQuery(orderId, notFoundAt(FAR_AHEAD));

    awaitStatus(orderId, "FAILED");
    assertThat(stateOfOnlyAttempt(orderId)).isEqualTo("CLOSED");
    PROVIDER.script(orderId, paid());
    assertThat(pay(body(orderId)).getStatus().value()).isEqualTo(200);
  }

  @Test
  void takesAQueriedDeclineForFinal() {
    String orderId = openPayment(declined("INSUFFICIENT_FUNDS"));

    awaitStatus(orderId, "FAILED");
    assertThat(stateOfOnlyAttempt(orderId)).isEqualTo("DECLINED");
  }

  @Test
  void givesUpInTheDatabaseBeforeItReversesAtTheProvider() {
    List<String> statesAtReversal = new CopyOnWriteArrayList<>();
    String orderId = openPayment(state("PENDING"));
    PROVIDER.scriptReversal(
        orderId,
        (exchange, charge) -> {
          statesAtReversal.add(stateOfOnlyAttempt(orderId));
          PROVIDER.scriptQuery(orderId, state("CLOSED"));
          reversed("CLOSED").answer(exchange, charge);
        });

    awaitStatus(orderId, "FAILED");
    assertThat(statesAtReversal).containsExactly("REVERSING");
    assertThat(stateOfOnlyAttempt(orderId)).isEqualTo("CLOSED");
  }

  @Test
  void neverRecordsWhatItGaveUpEvenIfThePayerPaysAfterAll() {
    String orderId = openPayment(state("PENDING"));
    PROVIDER.scriptReversal(
        orderId,
        (exchange, charge) -> {
          PROVIDER.scriptQuery(orderId, paid());
          PROVIDER.scriptReversal(
              orderId,
              (secondExchange, secondCharge) -> {
                PROVIDER.scriptQuery(orderId, state("REFUNDED"));
                reversed("REFUNDED").answer(secondExchange, secondCharge);
              });
          answering(409, "{\"code\":\"USER_PAYING\"}").answer(exchange, charge);
        });

    awaitStatus(orderId, "FAILED");
    assertThat(stateOfOnlyAttempt(orderId)).isEqualTo("CLOSED");
    assertThat(rows("payment_record", orderId)).isZero();
  }

  @Test
  void believesNoReversalThatTheQueryDoesNotConfirm() {
    String orderId = openPayment(state("PENDING"));
    PROVIDER.scriptReversal(orderId, reversed("CLOSED"));

    String reversal = "POST /charges/%s/reverse".formatted(attemptNoOf(orderId));
    await().until(() -> PROVIDER.callsOf(reversal) >= 3);
    assertThat(stateOfOnlyAttempt(orderId)).isEqualTo("REVERSING");

    PROVIDER.scriptQuery(orderId, state("CLOSED"));
    awaitStatus(orderId, "FAILED");
  }

  @Test
  void givesBackUnderOneNumberWhatIsPaidAfterTheAttemptWasClosed() {
    String orderId = openPayment(notFoundAt(FAR_AHEAD));
    awaitStatus(orderId, "FAILED");
    String attemptNo = attemptNoOf(orderId);

    PROVIDER.scriptQuery(orderId, paid());

    await().until(() -> PROVIDER.refundsOf(attemptNo).size() >= 2);
    PROVIDER.scriptQuery(orderId, state("REFUNDED"));
    assertThat(PROVIDER.refundsOf(attemptNo))
        .allSatisfy(
            refund -> assertThat(ScriptedProvider.text(refund, "refundNo")).isEqualTo(attemptNo));
    assertThat(casesOf(orderId)).containsExactly("LATE_PAYMENT");
    assertThat(rows("payment_record", orderId)).isZero();
  }

  @Test
  void makesACaseOfWhatNobodyCanTellAndGoesOnAsking() {
    String orderId = openPayment(answering(500, "{}"));
    await().until(() -> casesOf(orderId).equals(List.of("UNRESOLVED")));
    assertThat(stateOfOnlyAttempt(orderId)).isEqualTo("CHARGING");

    PROVIDER.scriptQuery(orderId, paid());

    awaitStatus(orderId, "SUCCESS");
    assertThat(casesOf(orderId)).containsExactly("UNRESOLVED");
  }

  @Test
  void opensOneCaseForAnotherAmountHoweverOftenItIsSeen() {
    String orderId = openPayment(ScriptedProvider.paidAmount("99.01"));
    await().until(() -> !casesOf(orderId).isEmpty());
    // Until it would have become a case of another kind.
    long before = queriesOf(orderId);
    await().atMost(Duration.ofSeconds(60)).until(() -> queriesOf(orderId) >= before + 12);

    assertThat(casesOf(orderId)).containsExactly("PAID_MISMATCH");
    assertThat(stateOfOnlyAttempt(orderId)).isEqualTo("CHARGING");
    PROVIDER.scriptQuery(orderId, state("REFUNDED"));
    awaitStatus(orderId, "FAILED");
  }

  /** The provider's answer to the charge got lost; later it says that. */
  private String openPayment(Script query) {
    String orderId = anyOrderId();
    PROVIDER.script(orderId, answering(500, "{}"));
    PROVIDER.scriptQuery(orderId, query);
    assertThat(pay(body(orderId)).getStatus().value()).isEqualTo(202);
    return orderId;
  }

  private void awaitQueries(String orderId, int count) {
    await().until(() -> queriesOf(orderId) >= count);
  }

  private long queriesOf(String orderId) {
    return PROVIDER.callsOf("GET /charges/" + attemptNoOf(orderId));
  }

  /** By the table: a request would ask the provider itself. */
  private void awaitStatus(String orderId, String status) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                switch (stateOfOnlyAttempt(orderId)) {
                  case "PAID" -> "SUCCESS";
                  case "DECLINED", "CLOSED" -> "FAILED";
                  default -> "PROCESSING";
                },
            status::equals);
    assertThat(get("/payments/" + orderId).getResponseBody())
        .contains("\"status\":\"%s\"".formatted(status));
  }

  private List<String> casesOf(String orderId) {
    return database
        .sql("SELECT reason FROM payment_case WHERE order_id = ? ORDER BY id")
        .param(orderId)
        .query(String.class)
        .list();
  }
}
