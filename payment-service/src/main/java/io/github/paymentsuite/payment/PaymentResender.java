package io.github.paymentsuite.payment;

import io.github.paymentsuite.events.PaymentSucceeded;
import io.github.paymentsuite.events.PaymentSucceededCodec;
import io.github.paymentsuite.events.PaymentTopic;
import io.github.paymentsuite.payment.UnfulfilledMapper.Announced;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import org.apache.rocketmq.client.producer.SendStatus;
import org.apache.rocketmq.spring.annotation.ExtRocketMQTemplateConfiguration;
import org.apache.rocketmq.spring.core.RocketMQTemplate;
import org.apache.rocketmq.spring.support.RocketMQHeaders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.messaging.MessagingException;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.stereotype.Component;

/**
 * Announces a payment again, to the one participant that lacks it. By a producer and a group of its
 * own: a group of transactional producers must not be used for anything else.
 */
@Component
class PaymentResender {
  private static final Logger log = LoggerFactory.getLogger(PaymentResender.class);

  private final Template rocketMq;
  private final Map<Participant, Counter> resent = new EnumMap<>(Participant.class);

  PaymentResender(Template rocketMq, MeterRegistry meters) {
    this.rocketMq = rocketMq;
    // All from the start: the first increase of a counter that was not there before is seen by no
    // rate.
    for (Participant participant : Participant.values()) {
      resent.put(participant, meters.counter("payment.resent", "participant", participant.name()));
    }
  }

  /**
   * @return whether the broker took it; if not, whoever lacks the payment is found again later
   */
  boolean resend(Announced payment, Participant participant) {
    PaymentSucceeded event =
        PaymentSucceeded.of(
            payment.paymentNo(),
            payment.orderId(),
            payment.userId(),
            payment.amount(),
            payment.payTime());
    try {
      SendStatus status =
          rocketMq
              .syncSend(
                  PaymentTopic.NAME + ":" + participant.tag,
                  MessageBuilder.withPayload(PaymentSucceededCodec.encode(event))
                      .setHeader(RocketMQHeaders.KEYS, payment.orderId())
                      .build())
              .getSendStatus();
      resent.get(participant).increment();
      log.warn(
          "payment {} of order {} sent again to {}, which lacks it: {}",
          payment.paymentNo(),
          payment.orderId(),
          participant,
          status);
      return true;
    } catch (MessagingException refused) {
      log.warn(
          "payment {} of order {} not sent again to {}: {}",
          payment.paymentNo(),
          payment.orderId(),
          participant,
          refused.getMessage());
      return false;
    }
  }

  /** The plain producer. */
  @ExtRocketMQTemplateConfiguration(
      group = "payment_resend_producer_group",
      tlsEnable = "${rocketmq.producer.tls-enable:false}",
      sendMessageTimeout = 3000,
      retryTimesWhenSendFailed = 0)
  static class Template extends RocketMQTemplate {}
}
