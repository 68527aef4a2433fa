package io.github.paymentsuite.lab.benchmark;

import io.github.paymentsuite.events.PaymentSucceededCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * No messages: records, then tells the three by HTTP, all at once, while the client waits. Whoever
 * does not answer never hears of the payment.
 */
@Profile("synchronous")
@Component
class Synchronous implements RivalAnnouncement {
  private static final Logger log = LoggerFactory.getLogger(Synchronous.class);

  private final RivalRecorder recorder;
  private final Participants participants;

  Synchronous(RivalRecorder recorder, Participants participants) {
    this.recorder = recorder;
    this.participants = participants;
  }

  @Override
  public void record(PaidAttempt paid) {
    recorder.record(paid);
    try {
      participants.tell("/payments", PaymentSucceededCodec.encode(paid.event()));
    } catch (RuntimeException failure) {
      log.error(
          "payment of order {} is recorded, but not all were told",
          paid.attempt().orderId(),
          failure);
    }
  }
}
