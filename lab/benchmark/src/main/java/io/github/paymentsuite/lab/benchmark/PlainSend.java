package io.github.paymentsuite.lab.benchmark;

import io.github.paymentsuite.events.PaymentSucceededCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Profile;
import org.springframework.messaging.MessagingException;

/**
 * Records, then sends. A process that dies in between, or a broker that is away, loses the event:
 * what atomicity costs is what the others take longer than this.
 */
@Profile("plain-send")
class PlainSend implements RivalAnnouncement {
  private static final Logger log = LoggerFactory.getLogger(PlainSend.class);

  private final RivalRecorder recorder;
  private final RivalSender sender;

  PlainSend(RivalRecorder recorder, RivalSender sender) {
    this.recorder = recorder;
    this.sender = sender;
  }

  @Override
  public void record(PaidAttempt paid) {
    recorder.record(paid);
    String orderId = paid.attempt().orderId();
    try {
      sender.send(orderId, PaymentSucceededCodec.encode(paid.event()));
    } catch (MessagingException lost) {
      log.error("payment of order {} is recorded, its event is lost", orderId, lost);
    }
  }
}
