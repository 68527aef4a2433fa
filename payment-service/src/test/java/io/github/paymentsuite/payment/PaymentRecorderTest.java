package io.github.paymentsuite.payment;

import static org.apache.rocketmq.spring.core.RocketMQLocalTransactionState.COMMIT;
import static org.apache.rocketmq.spring.core.RocketMQLocalTransactionState.ROLLBACK;
import static org.apache.rocketmq.spring.core.RocketMQLocalTransactionState.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.paymentsuite.lab.infrastructure.AtOnce;
import io.github.paymentsuite.payment.provider.ChargeState.Paid;
import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.rocketmq.spring.core.RocketMQLocalTransactionState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** The fence between the local transaction and the check-back, against the real database. */
class PaymentRecorderTest extends PaymentServiceTest {
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

  @Autowired private PaymentRecorder recorder;
  @Autowired private PaymentAttemptMapper attempts;

  @Test
  void recordsThePaymentAndMovesTheAttemptTogether() {
    PaymentAttempt attempt = chargingAttempt();
    String transactionId = anyTransactionId();

    assertThat(recorder.record(attempt, paid(attempt), transactionId)).isEqualTo(COMMIT);

    assertThat(stateOfOnlyAttempt(attempt.orderId())).isEqualTo("PAID");
    assertThat(rows("payment_record", attempt.orderId())).isEqualTo(1);
    assertThat(recorder.check(attempt.attemptNo(), transactionId)).isEqualTo(COMMIT);
  }

  @ParameterizedTest
  @CsvSource({
    "CHARGING, UNKNOWN",
    "REVERSING, ROLLBACK",
    "DECLINED, ROLLBACK",
    "CLOSED, ROLLBACK",
    "PAID, UNKNOWN"
  })
  void answersACheckBackWithoutARecordByTheAttempt(
      String state, RocketMQLocalTransactionState answer) {
    PaymentAttempt attempt = attemptIn(state);
    assertThat(recorder.check(attempt.attemptNo(), anyTransactionId())).isEqualTo(answer);
  }

  @Test
  void neverDeliversTheHalfMessageOfAPaymentThatAnotherOneRecorded() {
    PaymentAttempt attempt = chargingAttempt();
    recorder.record(attempt, paid(attempt), anyTransactionId());

    assertThat(recorder.check(attempt.attemptNo(), anyTransactionId())).isEqualTo(ROLLBACK);
    assertThat(recorder.record(attempt, paid(attempt), anyTransactionId())).isEqualTo(ROLLBACK);
    assertThat(rows("payment_record", attempt.orderId())).isEqualTo(1);
  }

  @Test
  void answersCommitAgainForTheHalfMessageThatRecorded() {
    PaymentAttempt attempt = chargingAttempt();
    String transactionId = anyTransactionId();
    recorder.record(attempt, paid(attempt), transactionId);

    assertThat(recorder.record(attempt, paid(attempt), transactionId)).isEqualTo(COMMIT);
    assertThat(rows("payment_record", attempt.orderId())).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"REVERSING", "DECLINED", "CLOSED"})
  void recordsNothingOnceTheAttemptWasGivenUp(String state) {
    PaymentAttempt attempt = attemptIn(state);

    assertThat(recorder.record(attempt, paid(attempt), anyTransactionId())).isEqualTo(ROLLBACK);
    assertThat(rows("payment_record", attempt.orderId())).isZero();
    assertThat(stateOfOnlyAttempt(attempt.orderId())).isEqualTo(state);
  }

  @Test
  void saysNothingAboutAnAttemptThatTheDatabaseDoesNotHave() {
    assertThat(recorder.check("nosuchattempt", anyTransactionId())).isEqualTo(UNKNOWN);
  }

  @Test
  void leavesTheAttemptAloneWhenTheRecordIsRefused() {
    PaymentAttempt attempt = chargingAttempt();
    PaymentAttempt other = chargingAttempt();
    String transactionId = anyTransactionId();
    recorder.record(other, paid(other), transactionId);

    // Two half messages never have one transaction id; here it stands for any refusal by the
    // database.
    assertThatThrownBy(() -> recorder.record(attempt, paid(attempt), transactionId))
        .isInstanceOf(RuntimeException.class);
    assertThat(stateOfOnlyAttempt(attempt.orderId())).isEqualTo("CHARGING");
    assertThat(rows("payment_record", attempt.orderId())).isZero();
  }

  @Test
  void letsOneOfTwoHalfMessagesRecordAtTheSameInstant() {
    for (int round = 0; round < 20; round++) {
      PaymentAttempt attempt = chargingAttempt();
      Queue<RocketMQLocalTransactionState> answers = new ConcurrentLinkedQueue<>();

      AtOnce.run(2, () -> answers.add(recorder.record(attempt, paid(attempt), anyTransactionId())));

      assertThat(answers).containsExactlyInAnyOrder(COMMIT, ROLLBACK);
      assertThat(rows("payment_record", attempt.orderId())).isEqualTo(1);
    }
  }

  private PaymentAttempt chargingAttempt() {
    PaymentAttempt attempt =
        PaymentAttempt.start(request(anyOrderId()), NOW, Duration.ofMinutes(1));
    attempts.insert(attempt, NEVER_DUE);
    return attempt;
  }

  private PaymentAttempt attemptIn(String state) {
    PaymentAttempt attempt = chargingAttempt();
    database
        .sql("UPDATE payment_attempt SET state = ? WHERE attempt_no = ?")
        .params(state, attempt.attemptNo())
        .update();
    return attempt;
  }

  private static Paid paid(PaymentAttempt attempt) {
    return new Paid(attempt.attemptNo(), attempt.amount(), "CNY", "T1", NOW);
  }

  private static String anyTransactionId() {
    return UUID.randomUUID().toString().replace("-", "");
  }
}
