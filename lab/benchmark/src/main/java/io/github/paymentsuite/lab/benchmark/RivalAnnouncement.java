package io.github.paymentsuite.lab.benchmark;

import io.github.paymentsuite.events.PaymentSucceeded;
import java.time.Instant;

/** How a payment is recorded and told to whoever needs to know: what the designs differ in. */
interface RivalAnnouncement {
  /**
   * Records the payment in one database transaction. Once this has returned it is committed, and
   * announced or sure to be, as far as the design can promise that.
   */
  void record(PaidAttempt paid);

  /** An attempt that the provider has charged. */
  record PaidAttempt(RivalAttempt attempt, String providerTradeNo, Instant payTime) {
    PaymentSucceeded event() {
      return PaymentSucceeded.of(
          attempt.attemptNo(), attempt.orderId(), attempt.userId(), attempt.amount(), payTime);
    }
  }
}
