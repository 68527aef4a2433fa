package io.github.paymentsuite.payment;

import io.github.paymentsuite.payment.UnfulfilledMapper.Announced;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Which payments somebody may still lack, and when each of them is looked after next. */
@Component
class UnfulfilledPayments {
  private final UnfulfilledMapper payments;
  private final FulfilmentProperties properties;
  private final Backoff backoff;
  private final Clock clock;

  UnfulfilledPayments(UnfulfilledMapper payments, FulfilmentProperties properties, Clock clock) {
    this.payments = payments;
    this.properties = properties;
    this.backoff = new Backoff(properties.firstAfter(), properties.longestPause());
    this.clock = clock;
  }

  /** Claims a batch of those that are due. */
  @Transactional
  List<Announced> claimDue() {
    Instant now = clock.instant();
    List<Announced> due = payments.lockDue(now, properties.batch());
    due.forEach(payment -> payments.postpone(payment.paymentNo(), now.plus(properties.lease())));
    return due;
  }

  /** What everybody has is fulfilled; the rest is looked after again later. */
  @Transactional
  void conclude(List<Announced> asked, Collection<Announced> lacking) {
    Instant now = clock.instant();
    Set<Announced> open = new HashSet<>(lacking);
    open.forEach(
        payment -> payments.postpone(payment.paymentNo(), backoff.next(payment.createdAt(), now)));
    List<String> fulfilled =
        asked.stream()
            .filter(payment -> !open.contains(payment))
            .map(Announced::paymentNo)
            .toList();
    if (!fulfilled.isEmpty()) {
      payments.markFulfilled(fulfilled, now);
    }
  }

  /** A batch of fulfilled ones before that row, newest first. */
  List<Announced> findFulfilled(long before, Instant notBefore) {
    return payments.findFulfilled(before, notBefore, properties.batch());
  }

  void reopen(String paymentNo) {
    payments.reopen(paymentNo, clock.instant());
  }
}
