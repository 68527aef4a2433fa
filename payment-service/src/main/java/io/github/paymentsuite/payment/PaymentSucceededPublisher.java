package io.github.paymentsuite.payment;

import io.github.paymentsuite.events.PaymentSucceeded;
import io.github.paymentsuite.events.PaymentSucceededCodec;
import io.github.paymentsuite.events.PaymentTopic;
import io.github.paymentsuite.payment.PaymentTransactionListener.Charged;
import io.github.paymentsuite.payment.provider.ChargeState;
import org.apache.rocketmq.client.producer.LocalTransactionState;
import org.apache.rocketmq.client.producer.SendStatus;
import org.apache.rocketmq.client.producer.TransactionSendResult;
import org.apache.rocketmq.spring.core.RocketMQTemplate;
import org.apache.rocketmq.spring.support.RocketMQHeaders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.messaging.MessagingException;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.stereotype.Component;

/** Announces a payment by a transactional message, whose local transaction records it. */
@Component
class PaymentSucceededPublisher {
  private static final Logger log = LoggerFactory.getLogger(PaymentSucceededPublisher.class);
  private static final String DESTINATION = PaymentTopic.NAME + ":" + PaymentTopic.PAID;

  private final RocketMQTemplate rocketMq;

  PaymentSucceededPublisher(@Qualifier("rocketMQTemplate") RocketMQTemplate rocketMq) {
    this.rocketMq = rocketMq;
  }

  /**
   * Sends the half message, on which RocketMQ calls {@link PaymentTransactionListener}. Must not be
   * called inside a transaction: the local one would join it and answer COMMIT before the commit.
   *
   * @return whether this call is known to have recorded the payment; if not, the attempt is as the
   *     database says, most likely still CHARGING
   */
  boolean recordAndPublish(PaymentAttempt attempt, ChargeState.Paid paid) {
    PaymentSucceeded event =
        PaymentSucceeded.of(
            attempt.attemptNo(),
            attempt.orderId(),
            attempt.userId(),
            attempt.amount(),
            paid.paidAt());
    try {
      TransactionSendResult sent =
          rocketMq.sendMessageInTransaction(
              DESTINATION,
              MessageBuilder.withPayload(PaymentSucceededCodec.encode(event))
                  .setHeader(RocketMQHeaders.KEYS, attempt.orderId())
                  .build(),
              new Charged(attempt, paid));
      if (sent.getSendStatus() != SendStatus.SEND_OK) {
        // Stored, but not as durably as asked for: RocketMQ has not run the local transaction.
        log.warn(
            "attempt {} of order {} is charged, its half message was not accepted: {}",
            attempt.attemptNo(),
            attempt.orderId(),
            sent.getSendStatus());
      }
      return sent.getLocalTransactionState() == LocalTransactionState.COMMIT_MESSAGE;
    } catch (MessagingException refused) {
      log.warn(
          "attempt {} of order {} is charged, its half message was refused: {}",
          attempt.attemptNo(),
          attempt.orderId(),
          refused.getMessage());
      return false;
    }
  }
}
