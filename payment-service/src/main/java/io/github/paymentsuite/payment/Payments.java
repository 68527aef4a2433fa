package io.github.paymentsuite.payment;

import io.github.paymentsuite.payment.PaymentsUnderWay.Place;
import io.github.paymentsuite.payment.provider.ChargeState;
import io.github.paymentsuite.payment.provider.PaymentGateway;
import java.util.Optional;
import java.util.function.LongPredicate;
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

  private final PaymentAttempts attempts;
  private final PaymentMapper payments;
  private final PaymentGateway provider;
  private final Settlement settlement;
  private final OpenAttempts open;
  private final Resolver resolver;
  private final PaymentsUnderWay underWay;

  Payments(
      PaymentAttempts attempts,
      PaymentMapper payments,
      PaymentGateway provider,
      Settlement settlement,
      OpenAttempts open,
      Resolver resolver,
      PaymentsUnderWay underWay) {
    this.attempts = attempts;
    this.payments = payments;
    this.provider = provider;
    this.settlement = settlement;
    this.open = open;
    this.resolver = resolver;
    this.underWay = underWay;
  }

  /**
   * Pays, or answers from the attempt that stands.
   *
   * @throws TooManyPayments if this instance can take on no more; nothing was charged
   * @throws org.springframework.dao.DataAccessException if the database fails before the charge;
   *     nothing was charged then
   */
  Payment pay(PaymentRequest request, Optional<IdempotencyKey> key) {
    try (Place place = underWay.enter()) {
      while (place.isInTime()) {
        PaymentAttempt attempt;
        try {
          attempt = attempts.begin(request, key);
        } catch (DuplicateKeyException | PessimisticLockingFailureException taken) {
          Optional<Payment> standing = standing(request, key);
          if (standing.isPresent()) {
            return resolved(standing.get(), place);
          }
          continue;
        }
        return place
            .run(() -> charge(attempt, Optional.ofNullable(request.authCode())))
            .orElseGet(() -> Payment.processing(attempt));
      }
    }
    throw new TransientDataAccessResourceException(
        "attempts on order " + request.orderId() + " come and go");
  }

  /**
   * How the order stands with its latest attempt.
   *
   * @param visible of which users the payment may be seen; of the others there is none
   */
  Payment find(String orderId, LongPredicate visible) {
    Payment latest =
        payments
            .findLatest(orderId)
            .filter(payment -> visible.test(payment.userId()))
            .orElseThrow(() -> new PaymentNotFound(orderId));
    // Whoever finds no place to ask on is told what is known.
    return underWay
        .tryEnter()
        .map(
            entered -> {
              try (Place place = entered) {
                return resolved(latest, place);
              }
            })
        .orElse(latest);
  }

  /**
   * Where it is open it is settled on the spot, if the provider knows and nobody else is at it.
   * Whatever gets in the way of that, it stays what it is known to be: the money may be taken.
   */
  private Payment resolved(Payment payment, Place place) {
    if (payment.status() != Payment.Status.PROCESSING) {
      return payment;
    }
    try {
      return place
          .run(
              () -> {
                resolver.resolveNow(payment.paymentNo());
                return payments.find(payment.paymentNo()).orElseThrow();
              })
          .orElse(payment);
    } catch (RuntimeException unresolved) {
      log.warn(
          "payment {} of order {} not resolved on the spot: {}",
          payment.paymentNo(),
          payment.orderId(),
          unresolved.toString());
      return payment;
    }
  }

  /**
   * Empty also for whoever loses a deadlock among repeats of one request: all of it is tried again.
   */
  private Optional<Payment> standing(PaymentRequest request, Optional<IdempotencyKey> key) {
    try {
      return attempts.standing(request, key);
    } catch (PessimisticLockingFailureException lost) {
      return Optional.empty();
    }
  }

  /** From here on nothing may be thrown at the client: the money may be taken. */
  private Payment charge(PaymentAttempt attempt, Optional<String> payerCode) {
    log.debug("attempt {} of order {} charging", attempt.attemptNo(), attempt.orderId());
    try {
      return settle(
          attempt,
          provider.charge(
              attempt.charge(),
              payerCode,
              reference -> attempts.keepReference(attempt, reference)));
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
      if (settlement.pay(attempt, paid)) {
        return Payment.recorded(attempt, paid.paidAt());
      }
    } else if (said instanceof ChargeState.Declined declined) {
      settlement.decline(attempt, declined);
    } else {
      log.warn(
          "attempt {} of order {} stays open: the provider said {}",
          attempt.attemptNo(),
          attempt.orderId(),
          said);
    }
    open.leaveOpen(attempt);
    return payments.find(attempt.attemptNo()).orElseThrow();
  }
}
