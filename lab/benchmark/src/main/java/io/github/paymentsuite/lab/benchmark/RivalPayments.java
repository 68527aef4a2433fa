package io.github.paymentsuite.lab.benchmark;

import io.github.paymentsuite.lab.benchmark.RivalAnnouncement.PaidAttempt;
import io.github.paymentsuite.lab.benchmark.RivalController.PayRequest;
import io.github.paymentsuite.starter.WorkerThreads;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;

/** Pays in the steps and on the threads of payment-service, up to the announcement. */
class RivalPayments {
  private static final Logger log = LoggerFactory.getLogger(RivalPayments.class);

  private final RivalMapper payments;
  private final RivalProvider provider;
  private final RivalAnnouncement announcement;
  private final RivalProperties properties;
  private final Semaphore places;
  private final WorkerThreads threads;
  private final Clock clock;

  RivalPayments(
      RivalMapper payments,
      RivalProvider provider,
      RivalAnnouncement announcement,
      RivalProperties properties,
      @Qualifier("paymentThreads") WorkerThreads threads,
      Clock clock) {
    this.payments = payments;
    this.provider = provider;
    this.announcement = announcement;
    this.properties = properties;
    this.places = new Semaphore(properties.maxUnderWay());
    this.threads = threads;
    this.clock = clock;
  }

  /** Empty if the payment is not known to be recorded in the time that a client should wait. */
  Optional<PaidAttempt> pay(PayRequest request) throws InterruptedException {
    if (!places.tryAcquire()) {
      throw new TooManyPayments();
    }
    boolean handedOver = false;
    try {
      RivalAttempt attempt = begin(request);
      var result = threads.running().submit(() -> chargeAndRecord(attempt));
      handedOver = true;
      return result.get(properties.answerWithin().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException goesOn) {
      return Optional.empty();
    } catch (ExecutionException failed) {
      log.error("a payment of order {} is not recorded", request.orderId(), failed.getCause());
      return Optional.empty();
    } finally {
      if (!handedOver) {
        places.release();
      }
    }
  }

  private RivalAttempt begin(PayRequest request) {
    Instant now = clock.instant();
    Duration busy = properties.answerWithin().multipliedBy(2);
    RivalAttempt attempt = RivalAttempt.start(request, now, properties.chargeWindow());
    // One statement, which commits by itself.
    payments.insertAttempt(attempt, now.plus(busy));
    return attempt;
  }

  private Optional<PaidAttempt> chargeAndRecord(RivalAttempt attempt) {
    try {
      log.debug("attempt {} of order {} charging", attempt.attemptNo(), attempt.orderId());
      Optional<PaidAttempt> paid = provider.charge(attempt);
      paid.ifPresent(
          charged -> {
            announcement.record(charged);
            log.info("attempt {} of order {} recorded", attempt.attemptNo(), attempt.orderId());
          });
      return paid;
    } finally {
      places.release();
    }
  }

  /** The payments that one instance makes at once have a bound. */
  static class TooManyPayments extends RuntimeException {
    private static final long serialVersionUID = 1;
  }
}
