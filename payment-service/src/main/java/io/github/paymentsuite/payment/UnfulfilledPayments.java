package io.github.paymentsuite.payment;

import io.github.paymentsuite.payment.UnfulfilledMapper.Announced;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
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
    if (!due.isEmpty()) {
      payments.postpone(
          due.stream().map(Announced::paymentNo).toList(), now.plus(properties.lease()));
    }
    return due;
  }

  /** What everybody has is fulfilled; the rest is looked after again later. */
  @Transactional
  void conclude(List<Announced> asked, List<Announced> hadByAll) {
    Instant now = clock.instant();
    asked.stream()
        .filter(payment -> !hadByAll.contains(payment))
        .forEach(
            payment ->
                payments.postpone(
                    List.of(payment.paymentNo()), backoff.next(payment.createdAt(), now)));
    if (!hadByAll.isEmpty()) {
      payments.markFulfilled(hadByAll.stream().map(Announced::paymentNo).toList(), now);
    }
  }

  /** A batch of fulfilled ones before that row, newest first; none that is older than that. */
  List<Announced> findFulfilled(long before, Instant notBefore) {
    // Not by the query: it would read on through all that is older to fill the last batch.
    return payments.findFulfilled(before, properties.batch()).stream()
        .takeWhile(payment -> !payment.createdAt().isBefore(notBefore))
        .toList();
  }

  void reopen(String paymentNo) {
    payments.reopen(paymentNo, clock.instant());
  }
}
