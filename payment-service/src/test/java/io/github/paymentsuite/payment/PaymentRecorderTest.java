package io.github.paymentsuite.payment;

import static org.apache.rocketmq.spring.core.RocketMQLocalTransactionState.COMMIT;
import static org.apache.rocketmq.spring.core.RocketMQLocalTransactionState.ROLLBACK;
import static org.apache.rocketmq.spring.core.RocketMQLocalTransactionState.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.paymentsuite.lab.infrastructure.AtOnce;
import io.github.paymentsuite.payment.PaymentRecorder.Recording;
import io.github.paymentsuite.payment.PaymentTransactionListener.Charged;
import io.github.paymentsuite.payment.provider.ChargeState.Paid;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.apache.rocketmq.spring.core.RocketMQLocalTransactionState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.messaging.support.MessageBuilder;

/** The fence between the local transaction and the check-back, against the real database. */
class PaymentRecorderTest extends PaymentServiceTest {
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

  @Autowired private PaymentRecorder recorder;
  @Autowired private PaymentTransactionListener listener;
  @Autowired private PaymentAttemptMapper attempts;

  @Test
  void recordsThePaymentAndMovesTheAttemptTogether() {
    PaymentAttempt attempt = chargingAttempt();
    String transactionId = anyTransactionId();

    assertThat(record(attempt, transactionId)).isEqualTo(COMMIT);

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
    record(attempt, anyTransactionId());

    assertThat(recorder.check(attempt.attemptNo(), anyTransactionId())).isEqualTo(ROLLBACK);
    assertThat(record(attempt, anyTransactionId())).isEqualTo(ROLLBACK);
    assertThat(rows("payment_record", attempt.orderId())).isEqualTo(1);
  }

  @Test
  void answersCommitAgainForTheHalfMessageThatRecorded() {
    PaymentAttempt attempt = chargingAttempt();
    String transactionId = anyTransactionId();
    record(attempt, transactionId);

    assertThat(record(attempt, transactionId)).isEqualTo(COMMIT);
    assertThat(rows("payment_record", attempt.orderId())).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"REVERSING", "DECLINED", "CLOSED"})
  void recordsNothingOnceTheAttemptWasGivenUp(String state) {
    PaymentAttempt attempt = attemptIn(state);

    assertThat(record(attempt, anyTransactionId())).isEqualTo(ROLLBACK);
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
    record(other, transactionId);

    // Two half messages never have one transaction id; here it stands for any refusal by the
    // database.
    assertThatThrownBy(() -> record(attempt, transactionId)).isInstanceOf(RuntimeException.class);
    assertThat(stateOfOnlyAttempt(attempt.orderId())).isEqualTo("CHARGING");
    assertThat(rows("payment_record", attempt.orderId())).isZero();
  }

  @Test
  void letsOneOfTwoHalfMessagesRecordAtTheSameInstant() {
    for (int round = 0; round < 20; round++) {
      PaymentAttempt attempt = chargingAttempt();
      Queue<RocketMQLocalTransactionState> answers = new ConcurrentLinkedQueue<>();

      AtOnce.run(2, () -> answers.add(record(attempt, anyTransactionId())));

      assertThat(answers).containsExactlyInAnyOrder(COMMIT, ROLLBACK);
      assertThat(rows("payment_record", attempt.orderId())).isEqualTo(1);
    }
  }

  @Test
  void recordsSeveralPaymentsTogether() {
    PaymentAttempt one = chargingAttempt();
    PaymentAttempt another = chargingAttempt();
    String transactionId = anyTransactionId();

    recorder.recordAll(List.of(recording(one, transactionId), recording(another)));

    for (PaymentAttempt attempt : List.of(one, another)) {
      assertThat(stateOfOnlyAttempt(attempt.orderId())).isEqualTo("PAID");
      assertThat(rows("payment_record", attempt.orderId())).isEqualTo(1);
    }
    assertThat(recorder.check(one.attemptNo(), transactionId)).isEqualTo(COMMIT);
    assertThat(recorder.check(another.attemptNo(), transactionId)).isEqualTo(ROLLBACK);
  }

  @ParameterizedTest
  @CsvSource({"REVERSING", "DECLINED", "CLOSED", "PAID"})
  void ofSeveralPaymentsOneThatCannotBeRecordedChangesNothing(String state) {
    PaymentAttempt one = chargingAttempt();
    PaymentAttempt moved = attemptIn(state);

    assertThatThrownBy(() -> recorder.recordAll(List.of(recording(one), recording(moved))))
        .isInstanceOf(IllegalStateException.class);

    assertThat(stateOfOnlyAttempt(one.orderId())).isEqualTo("CHARGING");
    assertThat(stateOfOnlyAttempt(moved.orderId())).isEqualTo(state);
    assertThat(rows("payment_record", one.orderId())).isZero();
    assertThat(rows("payment_record", moved.orderId())).isZero();
  }

  @Test
  void whatIsRecordedTogetherWhileSomeIsGivenUpIsRecordedOrGivenUp() {
    for (int round = 0; round < 20; round++) {
      List<PaymentAttempt> charged = Stream.generate(this::chargingAttempt).limit(6).toList();
      Map<PaymentAttempt, RocketMQLocalTransactionState> answers = new ConcurrentHashMap<>();
      Set<PaymentAttempt> givenUp = ConcurrentHashMap.newKeySet();
      Stream<Runnable> recordings =
          charged.stream().map(attempt -> () -> answers.put(attempt, execute(attempt)));
      Stream<Runnable> others =
          Stream.of(charged.get(1), charged.get(4))
              .map(
                  attempt ->
                      () -> {
                        if (attempts.move(
                            attempt.attemptNo(),
                            AttemptState.CHARGING,
                            AttemptState.REVERSING,
                            NOW)) {
                          givenUp.add(attempt);
                        }
                      });

      AtOnce.run(Stream.concat(recordings, others).toArray(Runnable[]::new));

      for (PaymentAttempt attempt : charged) {
        boolean isGivenUp = givenUp.contains(attempt);
        assertThat(answers.get(attempt)).isEqualTo(isGivenUp ? ROLLBACK : COMMIT);
        assertThat(stateOfOnlyAttempt(attempt.orderId()))
            .isEqualTo(isGivenUp ? "REVERSING" : "PAID");
        assertThat(rows("payment_record", attempt.orderId())).isEqualTo(isGivenUp ? 0 : 1);
      }
    }
  }

  /** As RocketMQ's client does. */
  private RocketMQLocalTransactionState execute(PaymentAttempt attempt) {
    return listener.executeLocalTransaction(
        MessageBuilder.withPayload(new byte[0])
            .setHeader("rocketmq_TRANSACTION_ID", anyTransactionId())
            .build(),
        new Charged(attempt, paid(attempt)));
  }

  private RocketMQLocalTransactionState record(PaymentAttempt attempt, String transactionId) {
    return recorder.record(recording(attempt, transactionId));
  }

  private static Recording recording(PaymentAttempt attempt) {
    return recording(attempt, anyTransactionId());
  }

  private static Recording recording(PaymentAttempt attempt, String transactionId) {
    return new Recording(attempt, paid(attempt), transactionId);
  }

  private PaymentAttempt chargingAttempt() {
    PaymentAttempt attempt =
        PaymentAttempt.start(request(anyOrderId()), NOW, Duration.ofMinutes(1));
    attempts.insert(List.of(attempt), NEVER_DUE);
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
