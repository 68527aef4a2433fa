package io.github.paymentsuite.starter;

import io.github.paymentsuite.events.MalformedEvent;
import io.github.paymentsuite.events.PaymentSucceeded;
import io.github.paymentsuite.events.PaymentSucceededCodec;
import java.time.Clock;
import java.util.function.Consumer;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;
import org.apache.rocketmq.common.message.MessageExt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands between RocketMQ and a service's own rules. A message ends in one of three ways: it
 * is handled, it is thrown back for RocketMQ to deliver again, or it is kept in the service's own
 * table of dead letters: at once if it is no event at all, after the last attempt otherwise.
 */
public class PaymentEventConsumption {
  private static final Logger log = LoggerFactory.getLogger(PaymentEventConsumption.class);
  private static final int MAX_REASON_LENGTH = 1000;

  private final ConsumerProperties properties;
  private final DeadLetterMapper deadLetters;
  private final Clock clock;

  PaymentEventConsumption(
      ConsumerProperties properties, DeadLetterMapper deadLetters, Clock clock) {
    this.properties = properties;
    this.deadLetters = deadLetters;
    this.clock = clock;
  }

  /** Settings of RocketMQ's consumer that its defaults would get wrong for payments. */
  public void prepare(DefaultMQPushConsumer consumer) {
    // A group that is created after the first payments must still see them.
    consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
    consumer.setConsumeThreadMin(properties.threads());
    consumer.setConsumeThreadMax(properties.threads());
    // The service gives up first, into its own table; the broker's queue of dead letters is only
    // for
    // a message that could not even be written there, for as long again.
    consumer.setMaxReconsumeTimes(2 * properties.maxAttempts());
    consumer.setAwaitTerminationMillisWhenShutdown(properties.shutdownWait().toMillis());
  }

  /**
   * Hands the event in the message to the service's rules.
   *
   * @throws RuntimeException whatever the rules threw, so that RocketMQ delivers the message again
   */
  public void consume(MessageExt message, Consumer<PaymentSucceeded> rules) {
    PaymentSucceeded event;
    try {
      event = PaymentSucceededCodec.decode(message.getBody());
    } catch (MalformedEvent poison) {
      bury(message, "message:" + message.getMsgId(), poison);
      return;
    }
    try {
      rules.accept(event);
    } catch (RuntimeException failure) {
      if (attempts(message) < properties.maxAttempts()) {
        log.warn(
            "payment {} of order {} not handled at attempt {}, comes again: {}",
            event.paymentNo(),
            event.orderId(),
            attempts(message),
            failure.toString());
        throw failure;
      }
      bury(message, "payment:" + event.paymentNo(), failure);
    }
  }

  private void bury(MessageExt message, String key, RuntimeException cause) {
    String reason = cause.toString();
    deadLetters.keep(
        properties.consumerGroup(),
        key,
        message.getMsgId(),
        message.getTags(),
        message.getBody(),
        reason.substring(0, Math.min(reason.length(), MAX_REASON_LENGTH)),
        attempts(message),
        clock.instant());
    log.error("dead letter {} after {} attempts: {}", key, attempts(message), reason);
  }

  private static int attempts(MessageExt message) {
    return message.getReconsumeTimes() + 1;
  }
}
