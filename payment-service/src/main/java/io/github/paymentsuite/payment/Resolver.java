package io.github.paymentsuite.payment;

import io.github.paymentsuite.payment.PaymentProperties.ResolverProperties;
import io.github.paymentsuite.payment.provider.ChargeState;
import io.github.paymentsuite.payment.provider.PaymentGateway;
import io.github.paymentsuite.payment.provider.Reversal;
import io.github.paymentsuite.starter.WorkerThreads;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Settles attempts whose outcome is open, by asking the provider; it never charges and never
 * guesses. What it cannot settle for long becomes a visible case and goes on being asked about.
 */
@Component
class Resolver {
  private static final Logger log = LoggerFactory.getLogger(Resolver.class);

  private final OpenAttempts open;
  private final Settlement settlement;
  private final PaymentGateway provider;
  private final ResolverProperties properties;
  private final Clock clock;
  private final WorkerThreads threads;

  Resolver(
      OpenAttempts open,
      Settlement settlement,
      PaymentGateway provider,
      PaymentProperties properties,
      @Qualifier("resolverThreads") WorkerThreads threads,
      Clock clock) {
    this.open = open;
    this.settlement = settlement;
    this.provider = provider;
    this.properties = properties.resolver();
    this.threads = threads;
    this.clock = clock;
  }

  /** Asks about everything that is due, as one instance of several that do the same. */
  @Scheduled(fixedDelayString = "${payment.resolver.poll-interval:1s}")
  void resolveDue() throws InterruptedException {
    List<PaymentAttempt> due;
    do {
      due = open.claimDue();
      threads.running().invokeAll(due.stream().map(this::resolving).toList());
    } while (due.size() == properties.batch());
  }

  /** Asks about this attempt at once, unless it is settled or somebody is at it. */
  void resolveNow(String attemptNo) {
    open.claim(attemptNo).ifPresent(this::resolve);
  }

  private Callable<Void> resolving(PaymentAttempt attempt) {
    return () -> {
      resolve(attempt);
      return null;
    };
  }

  /** A failure here leaves the claim to run out: it is asked about again, and nothing is lost. */
  private void resolve(PaymentAttempt attempt) {
    try {
      ChargeState said = provider.query(attempt.charge());
      switch (attempt.state()) {
        case CHARGING -> settleCharging(attempt, said);
        case REVERSING -> settleReversing(attempt, said);
        case CLOSED -> giveBackIfPaidLate(attempt, said);
        case PAID, DECLINED -> {
          // Settled, between the claim and the look.
        }
      }
      open.putBack(attempt, isOver(attempt, said));
      if (open.isOverdue(attempt)) {
        settlement.openCase(
            attempt,
            PaymentCase.Reason.UNRESOLVED,
            "open since %s; the provider said %s".formatted(attempt.createdAt(), said));
      }
    } catch (RuntimeException failure) {
      log.warn(
          "attempt {} of order {} not resolved this time: {}",
          attempt.attemptNo(),
          attempt.orderId(),
          failure.toString());
    }
  }

  private void settleCharging(PaymentAttempt attempt, ChargeState said) {
    if (said instanceof ChargeState.Paid paid) {
      settlement.pay(attempt, paid);
    } else if (said instanceof ChargeState.Declined declined) {
      settlement.decline(attempt, declined);
    } else if (isOver(attempt, said)) {
      settlement.close(attempt, said);
    } else if (said instanceof ChargeState.Pending
        && age(attempt).compareTo(provider.terms().giveUpAfter()) >= 0
        && settlement.giveUp(attempt)) {
      undo(attempt.in(AttemptState.REVERSING));
    }
  }

  private void settleReversing(PaymentAttempt attempt, ChargeState said) {
    if (said instanceof ChargeState.Declined declined) {
      settlement.decline(attempt, declined);
    } else if (isOver(attempt, said)) {
      settlement.close(attempt, said);
    } else if (!(said instanceof ChargeState.Unknown)) {
      // Also where it is Paid: who was given up on is never recorded.
      undo(attempt);
    }
  }

  /** What the provider answers to this proves nothing; what it says afterwards does. */
  private void undo(PaymentAttempt attempt) {
    Reversal answer = provider.reverse(attempt.charge());
    log.info("attempt {} of order {} reversed: {}", attempt.attemptNo(), attempt.orderId(), answer);
    if (answer instanceof Reversal.TooLate) {
      giveBack(attempt);
    }
    ChargeState said = provider.query(attempt.charge());
    if (isOver(attempt, said)) {
      settlement.close(attempt, said);
    }
  }

  private void giveBackIfPaidLate(PaymentAttempt attempt, ChargeState said) {
    if (said instanceof ChargeState.Paid) {
      settlement.openCase(
          attempt, PaymentCase.Reason.LATE_PAYMENT, "paid after it was closed; being given back");
      giveBack(attempt);
    }
  }

  private void giveBack(PaymentAttempt attempt) {
    log.warn(
        "attempt {} of order {} refunded: {}",
        attempt.attemptNo(),
        attempt.orderId(),
        provider.refund(attempt.charge(), attempt.refundNo()));
  }

  /** Whether no money of this charge is, or will be, with the provider. */
  private boolean isOver(PaymentAttempt attempt, ChargeState said) {
    if (said instanceof ChargeState.NotFound notFound) {
      // Until then a charge that is still on its way can land.
      return notFound
          .providerTime()
          .isAfter(attempt.chargeDeadline().plus(provider.terms().lateMargin()));
    }
    return said instanceof ChargeState.Closed
        || said instanceof ChargeState.Refunded
        || said instanceof ChargeState.Declined;
  }

  private Duration age(PaymentAttempt attempt) {
    return Duration.between(attempt.createdAt(), clock.instant());
  }
}
