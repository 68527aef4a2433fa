package io.github.paymentsuite.payment;

import io.github.paymentsuite.payment.provider.ChargeState;
import io.github.paymentsuite.payment.provider.PaymentGateway;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.stereotype.Service;

/**
 * Paying, in the order that survives a crash between any two steps: commit the attempt, charge
 * once, record and announce, answer what the database holds.
 */
@Service
class Payments {
  private static final Logger log = LoggerFactory.getLogger(Payments.class);
  private static final int MAX_TRIES_TO_BEGIN = 10;

  private final PaymentAttempts attempts;
  private final PaymentAttemptMapper attemptRows;
  private final PaymentMapper payments;
  private final PaymentCaseMapper cases;
  private final PaymentGateway provider;
  private final PaymentSucceededPublisher publisher;
  private final Clock clock;

  Payments(
      PaymentAttempts attempts,
      PaymentAttemptMapper attemptRows,
      PaymentMapper payments,
      PaymentCaseMapper cases,
      PaymentGateway provider,
      PaymentSucceededPublisher publisher,
      Clock clock) {
    this.attempts = attempts;
    this.attemptRows = attemptRows;
    this.payments = payments;
    this.cases = cases;
    this.provider = provider;
    this.publisher = publisher;
    this.clock = clock;
  }

  /**
   * Pays, or answers from the attempt that stands.
   *
   * @throws org.springframework.dao.DataAccessException if the database fails before the charge;
   *     nothing was charged then
   */
  Payment pay(PaymentRequest request, Optional<String> key) {
    for (int i = 0; i < MAX_TRIES_TO_BEGIN; i++) {
      PaymentAttempt attempt;
      try {
        attempt = attempts.begin(request, key);
      } catch (DuplicateKeyException | PessimisticLockingFailureException taken) {
        Optional<Payment> standing = standing(request, key);
        if (standing.isPresent()) {
          return standing.get();
        }
        continue;
      }
      return charge(attempt, Optional.ofNullable(request.authCode()));
    }
    throw new TransientDataAccessResourceException(
        "attempts on order " + request.orderId() + " come and go");
  }

  /** How the order stands with its latest attempt. */
  Payment find(String orderId) {
    return payments.findLatest(orderId).orElseThrow(() -> new PaymentNotFound(orderId));
  }

  /**
   * Empty also for whoever loses a deadlock among repeats of one request: all of it is tried again.
   */
  private Optional<Payment> standing(PaymentRequest request, Optional<String> key) {
    try {
      return attempts.standing(request, key);
    } catch (PessimisticLockingFailureException lost) {
      return Optional.empty();
    }
  }

  /** From here on nothing may be thrown at the client: the money may be taken. */
  private Payment charge(PaymentAttempt attempt, Optional<String> payerCode) {
    log.info("attempt {} of order {} charging", attempt.attemptNo(), attempt.orderId());
    try {
      return settle(attempt, provider.charge(attempt.charge(), payerCode));
    } catch (RuntimeException | Error unsettled) {
      log.error(
          "attempt {} of order {} stays open: charged or not, it is not recorded",
          attempt.attemptNo(),
          attempt.orderId(),
          unsettled);
      return Payment.processing(attempt);
    }
  }

  private Payment settle(PaymentAttempt attempt, ChargeState said) {
    if (said instanceof ChargeState.Paid paid) {
      return paid.isOf(attempt.charge()) ? record(attempt, paid) : openCase(attempt, paid);
    }
    if (said instanceof ChargeState.Declined declined) {
      log.info(
          "attempt {} of order {} declined: {}",
          attempt.attemptNo(),
          attempt.orderId(),
          declined.code());
      attemptRows.decline(
          attempt.attemptNo(),
          AttemptState.CHARGING,
          Columns.fit(declined.code(), 64),
          Columns.fit(declined.reason(), 255),
          clock.instant());
      return present(attempt);
    }
    log.warn(
        "attempt {} of order {} stays open: the provider said {}",
        attempt.attemptNo(),
        attempt.orderId(),
        said);
    return present(attempt);
  }

  private Payment record(PaymentAttempt attempt, ChargeState.Paid paid) {
    return publisher.recordAndPublish(attempt, paid)
        ? Payment.recorded(attempt, paid.paidAt())
        : present(attempt);
  }

  private Payment openCase(PaymentAttempt attempt, ChargeState.Paid paid) {
    log.error(
        "attempt {} of order {} opens a case: charged for {} {} of attempt {}",
        attempt.attemptNo(),
        attempt.orderId(),
        paid.amount(),
        paid.currency(),
        paid.attemptNo());
    cases.open(
        attempt.attemptNo(),
        attempt.orderId(),
        "PAID_MISMATCH",
        Columns.fit(
            "the provider charged %s %s for attempt %s, not %s"
                .formatted(paid.amount(), paid.currency(), paid.attemptNo(), attempt.amount()),
            255),
        clock.instant());
    return present(attempt);
  }

  private Payment present(PaymentAttempt attempt) {
    return payments.find(attempt.attemptNo()).orElseThrow();
  }
}
