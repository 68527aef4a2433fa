package io.github.paymentsuite.lab.benchmark;

import io.github.paymentsuite.lab.benchmark.RivalAnnouncement.PaidAttempt;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.springframework.transaction.annotation.Transactional;

/** The local transaction of payment-service, which a design may do more within. */
class RivalRecorder {
  private final RivalMapper payments;
  private final Clock clock;

  RivalRecorder(RivalMapper payments, Clock clock) {
    this.payments = payments;
    this.clock = clock;
  }

  /**
   * Moves the attempt to PAID and writes its record, in the caller's transaction or in one of its
   * own.
   *
   * @throws IllegalStateException if somebody else has moved the attempt; nothing is written then
   */
  @Transactional
  void record(PaidAttempt paid) {
    Instant now = clock.instant();
    String attemptNo = paid.attempt().attemptNo();
    if (payments.markPaid(attemptNo, now) != 1) {
      throw new IllegalStateException("attempt " + attemptNo + " is not CHARGING any more");
    }
    payments.insertRecord(paid, UUID.randomUUID().toString().replace("-", ""), now);
  }
}
