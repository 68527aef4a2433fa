package io.github.paymentsuite.lab.simulator;

import static io.github.paymentsuite.lab.simulator.RunningSimulator.newAttemptNo;
import static io.github.paymentsuite.lab.simulator.RunningSimulator.orderIdOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.paymentsuite.lab.simulator.RunningSimulator.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PaymentProviderHttpTest {

  @TempDir private static Path directory;
  private static SettableClock clock;
  private static RunningSimulator simulator;

  private String attempt;

  @BeforeAll
  static void start() {
    clock = new SettableClock();
    simulator = RunningSimulator.start(directory, clock);
  }

  @AfterAll
  static void stop() {
    simulator.close();
  }

  @BeforeEach
  void chooseAnAttempt() {
    attempt = newAttemptNo();
  }

  @ParameterizedTest
  @ValueSource(strings = {"284123456789012345", "sim-unheard-of", ""})
  void paysAtOnceUnlessToldOtherwise(String authCode) {
    assertPaysAtOnce(simulator.charge(attempt, authCode));
  }

  @Test
  void paysAtOnceWithoutAnAuthCode() {
    assertPaysAtOnce(simulator.charge(attempt, null));
  }

  private void assertPaysAtOnce(Answer answer) {
    String now = millis(clock);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body())
        .hasEntrySatisfying("tradeNo", tradeNo -> assertThat((String) tradeNo).isNotBlank())
        .containsAllEntriesOf(
            Map.of(
                "attemptNo",
                attempt,
                "status",
                "PAID",
                "amount",
                "99.00",
                "currency",
                "CNY",
                "paidAt",
                now,
                "providerTime",
                now))
        .hasSize(7);
    assertThat(simulator.query(attempt)).isEqualTo(answer);
    assertLedgerSays("PAID");
  }

  @Test
  void declines() {
    Answer answer = simulator.charge(attempt, "sim-decline");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body())
        .containsEntry("status", "DECLINED")
        .containsEntry("code", "INSUFFICIENT_FUNDS")
        .containsOnlyKeys("attemptNo", "status", "code", "message", "providerTime");
    assertThat(simulator.query(attempt).body())
        .containsEntry("status", "DECLINED")
        .containsEntry("code", "INSUFFICIENT_FUNDS")
        .containsEntry("amount", "99.00");
    assertLedgerSays("DECLINED");
  }

  @Test
  void chargesAndNeverAnswers() {
    assertUnanswered(() -> simulator.charge(attempt, "sim-timeout-charged"));

    assertStatus("PAID");
    assertThat(simulator.charge(attempt, "sim-timeout-charged").get("status")).isEqualTo("PAID");
    assertLedgerSays("PAID");
  }

  @Test
  void losesAChargeAndNeverAnswers() {
    assertUnanswered(() -> simulator.charge(attempt, "sim-timeout-not-charged"));

    assertNotFound();
    assertThat(simulator.reverse(attempt).get("result")).isEqualTo("ABSENT");
    assertThat(simulator.chargesOf(attempt)).isEmpty();
  }

  @Test
  void failsAfterCharging() {
    Answer answer = simulator.charge(attempt, "sim-error-charged");

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.get("code")).isEqualTo("SYSTEM_ERROR");
    assertStatus("PAID");
    assertLedgerSays("PAID");
  }

  @Test
  void chargesLate() {
    assertUnanswered(() -> simulator.charge(attempt, "sim-charged-late"));

    assertNotFound();
    assertThat(simulator.chargesOf(attempt)).isEmpty();

    clock.advance(RunningSimulator.LATE);
    assertStatus("PAID");
    assertThat(simulator.query(attempt).get("paidAt")).isEqualTo(millis(clock));
    assertLedgerSays("PAID");
    assertThat(simulator.reverse(attempt).get("result")).isEqualTo("REFUNDED");
  }

  @Test
  void neverLandsALateChargeThatWasReversedFirst() {
    assertUnanswered(() -> simulator.charge(attempt, "sim-charged-late"));

    assertThat(simulator.reverse(attempt).get("result")).isEqualTo("CLOSED");

    clock.advance(RunningSimulator.LATE);
    assertStatus("CLOSED");
    assertLedgerSays("CLOSED");
  }

  @Test
  void neverLandsALateChargeAfterItsDeadline() {
    assertUnanswered(
        () -> simulator.chargeBefore(clock.instant().plusSeconds(1), attempt, "sim-charged-late"));
    assertNotFound();

    clock.advance(RunningSimulator.LATE);
    assertThat(simulator.query(attempt).body())
        .containsEntry("status", "DECLINED")
        .containsEntry("code", "DEADLINE_PASSED");
    assertThat(simulator.reverse(attempt).get("result")).isEqualTo("CLOSED");
    assertLedgerSays("DECLINED");
  }

  @Test
  void keepsSilentToARepeatAsLongAsALateChargeIsUnseen() {
    assertUnanswered(() -> simulator.charge(attempt, "sim-charged-late"));
    Map<String, Object> sameRequest = simulator.chargeRequest(attempt, "sim-charged-late");
    assertUnanswered(() -> simulator.post("/charges", sameRequest));

    clock.advance(RunningSimulator.LATE);
    assertThat(simulator.post("/charges", sameRequest).get("status")).isEqualTo("PAID");
  }

  @ParameterizedTest
  @CsvSource({"sim-pending-then-paid, PAID", "sim-pending-then-closed, CLOSED"})
  void isPendingBeforeItSettles(String authCode, String settled) {
    Answer answer = simulator.charge(attempt, authCode);

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.body())
        .isEqualTo(
            Map.of("attemptNo", attempt, "status", "PENDING", "providerTime", millis(clock)));
    assertStatus("PENDING");
    assertLedgerSays("PENDING");

    clock.advance(RunningSimulator.PENDING);
    assertStatus(settled);
    assertLedgerSays(settled);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sim-pending-then-paid", "sim-pending-then-closed"})
  void neverSettlesAPendingChargeThatWasReversed(String authCode) {
    simulator.charge(attempt, authCode);

    assertThat(simulator.reverse(attempt).get("result")).isEqualTo("CLOSED");

    clock.advance(RunningSimulator.PENDING);
    assertStatus("CLOSED");
    assertThat(simulator.charge(attempt, authCode).status()).isEqualTo(409);
  }

  @Test
  void refusesTheFirstReversalAndThenPays() {
    assertThat(simulator.charge(attempt, "sim-reverse-refused").status()).isEqualTo(202);
    clock.advance(Duration.ofSeconds(10));
    assertStatus("PENDING");

    Answer refusal = simulator.reverse(attempt);
    assertThat(refusal.status()).isEqualTo(409);
    assertThat(refusal.body())
        .containsEntry("code", "USER_PAYING")
        .containsOnlyKeys("code", "message", "providerTime");
    assertStatus("PENDING");

    clock.advance(RunningSimulator.PENDING);
    assertStatus("PAID");
    assertThat(simulator.reverse(attempt).get("result")).isEqualTo("REFUNDED");
    assertLedgerSays("REFUNDED");
  }

  @Test
  void takesAnotherAmountThanAsked() {
    assertThat(simulator.charge(attempt, "sim-paid-other-amount").body())
        .containsEntry("status", "PAID")
        .containsEntry("amount", "99.01");
    assertThat(simulator.query(attempt).get("amount")).isEqualTo("99.01");
    assertThat(simulator.chargesOf(attempt))
        .singleElement()
        .satisfies(entry -> assertThat(entry).containsEntry("amount", "99.01"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "paying",
        "sim-decline",
        "sim-timeout-charged",
        "sim-timeout-not-charged",
        "sim-error-charged",
        "sim-charged-late",
        "sim-pending-then-paid",
        "sim-reverse-refused",
        "sim-paid-other-amount"
      })
  void refusesEveryChargePastItsDeadline(String authCode) {
    Answer answer = simulator.chargeBefore(clock.instant().minusMillis(1), attempt, authCode);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body())
        .containsEntry("status", "DECLINED")
        .containsEntry("code", "DEADLINE_PASSED");
    assertLedgerSays("DECLINED");
  }

  @Test
  void chargesOnceHoweverOftenAndHoweverConcurrentlyAsked() throws Exception {
    List<Answer> answers = atOnce(32, () -> simulator.charge(attempt, "paying"));

    assertThat(answers).hasSize(32).containsOnly(answers.get(0));
    assertThat(answers.get(0).get("status")).isEqualTo("PAID");
    assertThat(simulator.chargesOf(attempt)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "orderId, ANOTHER",
    "amount, 99.01",
    "currency, USD",
    "authCode, 28",
    "deadline, 2099-01-01T00:00:00.000Z",
    "subject, another"
  })
  void refusesAnAttemptNumberThatWasUsedForSomethingElse(String field, String otherValue) {
    Map<String, Object> request = simulator.chargeRequest(attempt, "paying");
    Answer first = simulator.post("/charges", request);
    request.put(field, otherValue);

    Answer second = simulator.post("/charges", request);

    assertThat(second.status()).isEqualTo(409);
    assertThat(second.get("code")).isEqualTo("ATTEMPT_MISMATCH");
    assertThat(simulator.query(attempt)).isEqualTo(first);
  }

  @Test
  void returnsThePresentStateToARepeat() {
    Map<String, Object> request = simulator.chargeRequest(attempt, "sim-pending-then-paid");
    simulator.post("/charges", request);
    simulator.reverse(attempt);
    clock.advance(Duration.ofSeconds(120));

    Answer repeat = simulator.post("/charges", request);

    assertThat(repeat.status()).isEqualTo(200);
    assertThat(repeat.get("status")).isEqualTo("CLOSED");
  }

  @Test
  void repeatsTheResultOfAReversal() {
    simulator.charge(attempt, "paying");

    Answer first = simulator.reverse(attempt);

    assertThat(first.status()).isEqualTo(200);
    assertThat(first.body())
        .isEqualTo(
            Map.of("attemptNo", attempt, "result", "REFUNDED", "providerTime", millis(clock)));
    assertThat(simulator.reverse(attempt)).isEqualTo(first);
    assertStatus("REFUNDED");
  }

  @Test
  void reversesADeclinedChargeInNameOnly() {
    simulator.charge(attempt, "sim-decline");

    assertThat(simulator.reverse(attempt).get("result")).isEqualTo("CLOSED");
    assertStatus("DECLINED");
    assertLedgerSays("DECLINED");
  }

  @Test
  void letsAChargeComeThroughAfterAReversalThatFoundNothing() {
    assertThat(simulator.reverse(attempt).body())
        .isEqualTo(Map.of("attemptNo", attempt, "result", "ABSENT", "providerTime", millis(clock)));

    assertThat(simulator.charge(attempt, "paying").get("status")).isEqualTo("PAID");
  }

  @Test
  void refundsOnce() throws Exception {
    simulator.charge(attempt, "paying");
    String refundNo = "R" + attempt;

    List<Answer> answers = atOnce(8, () -> simulator.refund(refundNo, attempt, "99.00"));

    assertThat(answers).containsOnly(answers.get(0));
    assertThat(answers.get(0).status()).isEqualTo(200);
    assertThat(answers.get(0).body())
        .isEqualTo(
            Map.of(
                "refundNo",
                refundNo,
                "attemptNo",
                attempt,
                "status",
                "SUCCEEDED",
                "providerTime",
                millis(clock)));
    assertThat(simulator.get("/refunds/" + refundNo)).isEqualTo(answers.get(0));
    assertStatus("REFUNDED");
    assertThat(simulator.reverse(attempt).get("result")).isEqualTo("REFUNDED");
    assertRefused(simulator.refund("SECOND" + refundNo, attempt, "99.00"), "NOT_PAID");
  }

  @Test
  void refundsOnlyWhatWasPaidAndOnlyInFull() {
    simulator.charge(attempt, "sim-pending-then-paid");
    assertRefused(simulator.refund("R" + attempt, attempt, "99.00"), "NOT_PAID");
    assertRefused(simulator.refund("R" + attempt, "UNKNOWN", "99.00"), "NOT_PAID");

    clock.advance(RunningSimulator.PENDING);
    assertRefused(simulator.refund("R" + attempt, attempt, "98.99"), "REFUND_MISMATCH");
    assertThat(simulator.get("/refunds/R" + attempt).status()).isEqualTo(404);

    assertThat(simulator.refund("R" + attempt, attempt, "99.00").status()).isEqualTo(200);
    assertRefused(simulator.refund("R" + attempt, attempt, "98.99"), "REFUND_MISMATCH");
    assertRefused(simulator.refund("R" + attempt, "UNKNOWN", "99.00"), "REFUND_MISMATCH");
  }

  @ParameterizedTest
  @CsvSource({
    "attemptNo, has-hyphen",
    "attemptNo, A23456789012345678901234567890123",
    "attemptNo,",
    "orderId, no spaces",
    "orderId,",
    "amount, 0.00",
    "amount, 99",
    "amount, 99.001",
    "amount, -1.00",
    "amount, 1e2",
    "amount,",
    "currency, yuan",
    "currency,",
    "deadline, tomorrow",
    "deadline,"
  })
  void refusesAChargeItCannotRead(String field, String value) {
    Map<String, Object> request = simulator.chargeRequest(attempt, "paying");
    request.put(field, value);

    Answer answer = simulator.post("/charges", request);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body())
        .containsEntry("code", "INVALID_REQUEST")
        .containsOnlyKeys("code", "message");
    assertThat(simulator.chargesOf(attempt)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "{}", "null", "\"charge\""})
  void refusesABodyItCannotRead(String body) {
    for (String path : List.of("/charges", "/refunds", "/sms")) {
      Answer answer = simulator.post(path, body);

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.get("code")).isEqualTo("INVALID_REQUEST");
    }
  }

  @Test
  void doesNotTakeAWrongAddressForAMissingCharge() {
    Answer answer = simulator.get("/charge/" + attempt);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.get("code")).isEqualTo("INVALID_REQUEST");
  }

  @Test
  void listsAllChargesOnRequest() {
    String another = newAttemptNo();
    simulator.charge(attempt, "paying");
    simulator.charge(another, "sim-decline");

    assertThat(simulator.list("/ledger/charges"))
        .contains(ledgerEntry(attempt, "PAID"), ledgerEntry(another, "DECLINED"));
  }

  @Test
  void showsNothingButItsHealthBesides() {
    assertThat(simulator.get("/actuator/health").body()).containsEntry("status", "UP");
    assertThat(simulator.get("/actuator/env").status()).isEqualTo(404);
  }

  private void assertStatus(String status) {
    Answer answer = simulator.query(attempt);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.get("status")).isEqualTo(status);
  }

  private void assertNotFound() {
    Answer answer = simulator.query(attempt);
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.body())
        .containsEntry("code", "NOT_FOUND")
        .containsEntry("providerTime", millis(clock))
        .containsOnlyKeys("code", "message", "providerTime");
  }

  private void assertLedgerSays(String status) {
    assertThat(simulator.chargesOf(attempt)).containsExactly(ledgerEntry(attempt, status));
  }

  private static Map<String, Object> ledgerEntry(String attemptNo, String status) {
    return Map.of(
        "attemptNo",
        attemptNo,
        "orderId",
        orderIdOf(attemptNo),
        "amount",
        "99.00",
        "status",
        status);
  }

  private static void assertRefused(Answer answer, String code) {
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.get("code")).isEqualTo(code);
  }

  /** The connection ends without a byte of an answer. */
  private static void assertUnanswered(ThrowingCallable call) {
    assertThatThrownBy(call)
        .hasCauseInstanceOf(IOException.class)
        .hasStackTraceContaining("received no bytes");
  }

  private static String millis(SettableClock clock) {
    return clock.instant().toString().replaceFirst("(:\\d\\d)Z$", "$1.000Z");
  }

  private static List<Answer> atOnce(int callers, Callable<Answer> call) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(callers);
    try {
      return pool.invokeAll(Collections.nCopies(callers, call)).stream()
          .map(PaymentProviderHttpTest::result)
          .toList();
    } finally {
      pool.shutdown();
    }
  }

  private static Answer result(Future<Answer> answer) {
    try {
      return answer.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }
}
