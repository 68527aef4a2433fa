package io.github.paymentsuite.lab.benchmark;

import io.github.paymentsuite.events.PaymentTopic;
import java.util.List;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.client.producer.SendStatus;
import org.apache.rocketmq.spring.core.RocketMQTemplate;
import org.apache.rocketmq.spring.support.RocketMQHeaders;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessagingException;
import org.springframework.messaging.support.MessageBuilder;

/** Sends events as plain messages, with the topic, the tag and the key that consumers expect. */
class RivalSender {
  private static final String DESTINATION = PaymentTopic.NAME + ":" + PaymentTopic.PAID;

  private final RocketMQTemplate rocketMq;

  RivalSender(RocketMQTemplate rocketMq) {
    this.rocketMq = rocketMq;
  }

  /**
   * Returns once the broker has stored the event as durably as it was set up to.
   *
   * @throws MessagingException if it is not known to have done so
   */
  void send(String orderId, byte[] event) {
    require(rocketMq.syncSend(DESTINATION, message(orderId, event)));
  }

  /** The same for several messages, which the broker stores all or none of. */
  void sendAll(List<Message<byte[]>> messages) {
    require(rocketMq.syncSend(DESTINATION, messages));
  }

  static Message<byte[]> message(String orderId, byte[] event) {
    return MessageBuilder.withPayload(event).setHeader(RocketMQHeaders.KEYS, orderId).build();
  }

  private static void require(SendResult sent) {
    if (sent.getSendStatus() != SendStatus.SEND_OK) {
      throw new MessagingException("not accepted: " + sent.getSendStatus());
    }
  }
}
