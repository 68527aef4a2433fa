package io.github.paymentsuite.payment;

import io.github.paymentsuite.payment.IdempotencyKeyMapper.KeptAnswer;
import io.github.paymentsuite.starter.Batches;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Decides, by the unique keys of the tables, whether a request begins an attempt of its own or is
 * answered from one that stands already.
 */
@Component
@EnableConfigurationProperties(PaymentProperties.class)
class PaymentAttempts {
  private static final int PURGE_BATCH = 1000;

  private final PaymentAttemptMapper attempts;
  private final PaymentMapper payments;
  private final IdempotencyKeyMapper keys;
  private final PaymentProperties properties;
  private final TransactionOperations transactions;
  private final Batches<PaymentAttempt> together;
  private final Clock clock;

  PaymentAttempts(
      PaymentAttemptMapper attempts,
      PaymentMapper payments,
      IdempotencyKeyMapper keys,
      PaymentProperties properties,
      TransactionOperations transactions,
      Clock clock) {
    this.attempts = attempts;
    this.payments = payments;
    this.keys = keys;
    this.properties = properties;
    this.transactions = transactions;
    this.together = new Batches<>(properties.batchSize(), this::insert);
    this.clock = clock;
  }

  /**
   * Begins an attempt. Once this has returned, it is committed and its one charge is the caller's
   * to make.
   *
   * @throws DuplicateKeyException if the key was used, or the order has a live attempt
   */
  PaymentAttempt begin(PaymentRequest request, Optional<IdempotencyKey> key) {
    PaymentAttempt attempt =
        PaymentAttempt.start(request, clock.instant(), properties.chargeWindow());
    if (key.isEmpty()) {
      if (!together.tryHandle(attempt)) {
        insert(List.of(attempt));
      }
      return attempt;
    }
    KeptAnswer answer = new KeptAnswer(request.fingerprint(), attempt.attemptNo(), null);
    transactions.executeWithoutResult(
        both -> {
          // The key and its attempt in one transaction: a key never charges twice.
          insert(key.get(), answer);
          insert(List.of(attempt));
        });
    return attempt;
  }

  /** One statement, which commits by itself where there is no transaction. */
  private void insert(List<PaymentAttempt> started) {
    attempts.insert(started, clock.instant().plus(properties.answerWithin().multipliedBy(2)));
  }

  /**
   * Keeps what the provider calls the attempt's charge, before the charge is made.
   *
   * @throws IllegalStateException if the charge may not be made any more
   */
  void keepReference(PaymentAttempt attempt, String reference) {
    if (attempts.keepReference(attempt.attemptNo(), reference) != 1) {
      throw new IllegalStateException(
          "attempt " + attempt.attemptNo() + " has a reference already, or has moved on");
    }
  }

  /**
   * What stands in the way of a new attempt, as the answer to this request; empty if it has gone in
   * the meantime.
   *
   * @throws IdempotencyKeyReused if the key came with another request before
   * @throws PaymentConflict if the order is paid or being paid by another user or amount
   */
  Optional<Payment> standing(PaymentRequest request, Optional<IdempotencyKey> key) {
    Optional<KeptAnswer> kept = key.flatMap(this::find);
    if (kept.isPresent()) {
      return Optional.of(replay(kept.get(), request));
    }
    Optional<Payment> live = payments.findLive(request.orderId());
    if (live.isEmpty()) {
      return live;
    }
    if (live.get().isOf(request)) {
      return keep(key, request, live.get().paymentNo(), null).or(() -> live);
    }
    PaymentConflict conflict = PaymentConflict.with(live.get(), request);
    return Optional.of(keep(key, request, null, conflict.reason()).orElseThrow(() -> conflict));
  }

  @Scheduled(fixedDelayString = "PT1M")
  void purgeExpiredKeys() {
    Instant before = oldestThatCounts();
    int deleted;
    do {
      deleted = keys.deleteAllExpired(before, PURGE_BATCH);
    } while (deleted == PURGE_BATCH);
  }

  private Payment replay(KeptAnswer kept, PaymentRequest request) {
    if (!kept.fingerprint().equals(request.fingerprint())) {
      throw new IdempotencyKeyReused();
    }
    if (kept.conflict() != null) {
      throw new PaymentConflict(kept.conflict());
    }
    return payments.find(kept.attemptNo()).orElseThrow();
  }

  /** Keeps the answer under the key; or gives what the same request has kept at the same moment. */
  private Optional<Payment> keep(
      Optional<IdempotencyKey> key,
      PaymentRequest request,
      String attemptNo,
      PaymentConflict.Reason conflict) {
    if (key.isEmpty()) {
      return Optional.empty();
    }
    try {
      insert(key.get(), new KeptAnswer(request.fingerprint(), attemptNo, conflict));
      return Optional.empty();
    } catch (DuplicateKeyException sameKeyAtTheSameMoment) {
      return find(key.get()).map(kept -> replay(kept, request));
    }
  }

  private Optional<KeptAnswer> find(IdempotencyKey key) {
    return keys.find(key, oldestThatCounts());
  }

  private void insert(IdempotencyKey key, KeptAnswer answer) {
    keys.deleteExpired(key, oldestThatCounts());
    keys.insert(key, answer, clock.instant());
  }

  private Instant oldestThatCounts() {
    return clock.instant().minus(properties.keyLifetime());
  }
}
