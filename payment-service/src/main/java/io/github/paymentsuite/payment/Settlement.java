package io.github.paymentsuite.payment;

import io.github.paymentsuite.payment.provider.ChargeState;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;

/**
 * What becomes of an attempt by the provider's word, whoever asked for it. Every move is guarded:
 * who finds the attempt moved by someone else stops.
 */
@Component
class Settlement {
  private static final Logger log = LoggerFactory.getLogger(Settlement.class);

  private final PaymentAttemptMapper attempts;
  private final PaymentCaseMapper cases;
  private final PaymentSucceededPublisher publisher;
  private final Clock clock;

  Settlement(
      PaymentAttemptMapper attempts,
      PaymentCaseMapper cases,
      PaymentSucceededPublisher publisher,
      Clock clock) {
    this.attempts = attempts;
    this.cases = cases;
    this.publisher = publisher;
    this.clock = clock;
  }

  /**
   * Records and announces a payment of an attempt that is CHARGING.
   *
   * @return whether this call is known to have recorded it
   */
  boolean pay(PaymentAttempt attempt, ChargeState.Paid paid) {
    if (paid.isOf(attempt.charge())) {
      return publisher.recordAndPublish(attempt, paid);
    }
    openCase(
        attempt,
        PaymentCase.Reason.PAID_MISMATCH,
        "the provider charged %s %s for attempt %s, not %s"
            .formatted(paid.amount(), paid.currency(), paid.attemptNo(), attempt.amount()));
    return false;
  }

  /** The provider refused the charge for good. */
  void decline(PaymentAttempt attempt, ChargeState.Declined declined) {
    if (attempts.decline(
        attempt.attemptNo(),
        attempt.state(),
        Columns.fit(declined.code(), 64),
        Columns.fit(declined.reason(), 255),
        clock.instant())) {
      log.info(
          "attempt {} of order {} declined: {}",
          attempt.attemptNo(),
          attempt.orderId(),
          declined.code());
    }
  }

  /** The charge ended without money, or with the money given back. */
  void close(PaymentAttempt attempt, ChargeState said) {
    if (attempts.move(attempt.attemptNo(), attempt.state(), AttemptState.CLOSED, clock.instant())) {
      log.info("attempt {} of order {} closed: {}", attempt.attemptNo(), attempt.orderId(), said);
    }
  }

  /**
   * Gives the attempt up, for ever: from here on it can only be undone.
   *
   * @return whether this call did so
   */
  boolean giveUp(PaymentAttempt attempt) {
    boolean mine =
        attempts.move(
            attempt.attemptNo(), attempt.state(), AttemptState.REVERSING, clock.instant());
    if (mine) {
      log.warn("attempt {} of order {} given up", attempt.attemptNo(), attempt.orderId());
    }
    return mine;
  }

  /** Makes something visible that a person has to look at; once for each reason. */
  void openCase(PaymentAttempt attempt, PaymentCase.Reason reason, String detail) {
    try {
      cases.open(attempt, reason, Columns.fit(detail, 255), clock.instant());
    } catch (DuplicateKeyException known) {
      return;
    }
    log.error(
        "attempt {} of order {} is a case {}: {}",
        attempt.attemptNo(),
        attempt.orderId(),
        reason,
        detail);
  }
}
