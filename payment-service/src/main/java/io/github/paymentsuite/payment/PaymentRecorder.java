package io.github.paymentsuite.payment;

import io.github.paymentsuite.payment.PaymentRecordMapper.Recorded;
import io.github.paymentsuite.payment.provider.ChargeState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.rocketmq.spring.core.RocketMQLocalTransactionState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The local transaction of a half message, and the one answer to whether it happened. The attempt's
 * row is the fence between them: whatever is committed, only one of "recorded with this transaction
 * id" and "never will be" can be true of it.
 */
@Component
class PaymentRecorder {
  private static final Logger log = LoggerFactory.getLogger(PaymentRecorder.class);

  private final PaymentAttemptMapper attempts;
  private final PaymentRecordMapper records;
  private final Duration firstSweepAfter;
  private final Clock clock;

  PaymentRecorder(
      PaymentAttemptMapper attempts,
      PaymentRecordMapper records,
      FulfilmentProperties properties,
      Clock clock) {
    this.attempts = attempts;
    this.records = records;
    this.firstSweepAfter = properties.firstAfter();
    this.clock = clock;
  }

  /**
   * What a half message records.
   *
   * @param transactionId of the half message
   */
  record Recording(PaymentAttempt attempt, ChargeState.Paid paid, String transactionId) {}

  /**
   * Moves the attempts to PAID and writes their records, or does nothing. One second at most for
   * each statement, no call to anything but the database.
   *
   * @throws IllegalStateException if not all of them could be moved; each may be by itself
   * @throws RuntimeException if nobody can tell whether it was committed
   */
  @Transactional(timeout = 1)
  void recordAll(List<Recording> recordings) {
    Instant now = clock.instant();
    List<String> attemptNos =
        recordings.stream().map(recording -> recording.attempt().attemptNo()).toList();
    if (!attempts.moveAll(attemptNos, AttemptState.CHARGING, AttemptState.PAID, now)) {
      throw new IllegalStateException("not all of the attempts are CHARGING");
    }
    records.insert(recordings.stream().map(recording -> newRecord(recording, now)).toList());
  }

  /**
   * Moves the attempt to PAID and writes its record, or does neither, within the same bounds.
   *
   * @return COMMIT if this call recorded the payment; otherwise what {@link #check} says
   * @throws RuntimeException if nobody can tell whether it was committed
   */
  @Transactional(timeout = 1)
  RocketMQLocalTransactionState record(Recording recording) {
    Instant now = clock.instant();
    String attemptNo = recording.attempt().attemptNo();
    if (!attempts.move(attemptNo, AttemptState.CHARGING, AttemptState.PAID, now)) {
      return check(attemptNo, recording.transactionId());
    }
    records.insert(List.of(newRecord(recording, now)));
    return RocketMQLocalTransactionState.COMMIT;
  }

  private PaymentRecord newRecord(Recording recording, Instant now) {
    PaymentAttempt attempt = recording.attempt();
    ChargeState.Paid paid = recording.paid();
    return new PaymentRecord(
        attempt.attemptNo(),
        attempt.orderId(),
        attempt.userId(),
        attempt.amount(),
        paid.paidAt(),
        recording.transactionId(),
        Columns.fit(paid.providerTradeNo(), 64),
        now.plus(firstSweepAfter),
        now);
  }

  /**
   * Whether the half message with this transaction id recorded the payment. Never by order: another
   * half message may have recorded it, and then this one must not be delivered.
   *
   * @return UNKNOWN as long as it still could, however old it is
   */
  RocketMQLocalTransactionState check(String attemptNo, String transactionId) {
    Optional<Recorded> found = records.findRecorded(attemptNo);
    if (found.isEmpty()) {
      // Never ROLLBACK on an absence: this may be a database that was restored from yesterday.
      log.error("attempt {} of a half message is not in the database", attemptNo);
      return RocketMQLocalTransactionState.UNKNOWN;
    }
    Recorded recorded = found.get();
    if (transactionId == null) {
      return RocketMQLocalTransactionState.UNKNOWN;
    }
    if (recorded.transactionId() != null) {
      return recorded.transactionId().equals(transactionId)
          ? RocketMQLocalTransactionState.COMMIT
          : RocketMQLocalTransactionState.ROLLBACK;
    }
    return switch (recorded.state()) {
      case REVERSING, DECLINED, CLOSED -> RocketMQLocalTransactionState.ROLLBACK;
      case CHARGING, PAID -> RocketMQLocalTransactionState.UNKNOWN;
    };
  }
}
