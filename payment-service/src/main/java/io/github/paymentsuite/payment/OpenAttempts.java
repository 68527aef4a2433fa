package io.github.paymentsuite.payment;

import io.github.paymentsuite.payment.PaymentProperties.ResolverProperties;
import io.github.paymentsuite.payment.provider.PaymentGateway;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Who is at which attempt, and when it is asked about next. A claim keeps two instances from asking
 * the same twice; nothing breaks where it runs out too early, as every move is guarded.
 */
@Component
class OpenAttempts {
  private final PaymentAttemptMapper attempts;
  private final ResolverProperties properties;
  private final PaymentGateway provider;
  private final Backoff backoff;
  private final Clock clock;

  OpenAttempts(
      PaymentAttemptMapper attempts,
      PaymentProperties properties,
      PaymentGateway provider,
      Clock clock) {
    this.attempts = attempts;
    this.properties = properties.resolver();
    this.provider = provider;
    this.backoff =
        new Backoff(provider.terms().firstQueryAfter(), properties.resolver().longestPause());
    this.clock = clock;
  }

  /** Claims a batch of those that are due. */
  @Transactional
  List<PaymentAttempt> claimDue() {
    Instant now = clock.instant();
    List<PaymentAttempt> due = attempts.lockDue(now, properties.batch());
    due.forEach(attempt -> attempts.hold(attempt.attemptNo(), now.plus(properties.lease())));
    return due;
  }

  /** Claims this one, due or not; empty if it is settled, or if somebody is at it. */
  Optional<PaymentAttempt> claim(String attemptNo) {
    Instant now = clock.instant();
    return attempts.claimOpen(attemptNo, now, now.plus(properties.lease())) == 1
        ? attempts.find(attemptNo)
        : Optional.empty();
  }

  /** Whether it should become a case now: open for too long, and none yet. */
  boolean isOverdue(PaymentAttempt attempt) {
    Duration age = Duration.between(attempt.createdAt(), clock.instant());
    return age.compareTo(properties.caseAfter()) >= 0
        && attempts.isOpenWithoutCase(attempt.attemptNo());
  }

  /** Its charge has ended without a clear outcome: soon to be asked about. */
  void leaveOpen(PaymentAttempt attempt) {
    Instant next = clock.instant().plus(provider.terms().firstQueryAfter());
    attempts.putBack(attempt.attemptNo(), next, next);
  }

  /**
   * It has been asked about; again later, unless that settled it, or it has been watched enough and
   * was over to the end. Whoever asks for the payment meanwhile does not make the provider be asked
   * more often than it likes.
   *
   * @param over whether the provider just said that none of its money is there, or will be
   */
  void putBack(PaymentAttempt attempt, boolean over) {
    Instant now = clock.instant();
    boolean watchedEnough =
        over
            && attempt.state() == AttemptState.CLOSED
            && now.isAfter(attempt.chargeDeadline().plus(properties.closedWatch()));
    attempts.putBack(
        attempt.attemptNo(),
        now.plus(provider.terms().firstQueryAfter()),
        watchedEnough ? null : backoff.next(attempt.createdAt(), now));
  }
}
