package io.github.paymentsuite.starter;

import io.github.paymentsuite.events.MalformedEvent;
import io.github.paymentsuite.events.PaymentSucceeded;
import io.github.paymentsuite.events.PaymentSucceededCodec;
import io.github.paymentsuite.events.PaymentTopic;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;
import org.apache.rocketmq.common.message.MessageExt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands between RocketMQ and a service's own rules. A message ends in one of three ways: it
 * is handled, it is thrown back for RocketMQ to deliver again, or it is kept in the service's own
 * table of dead letters: at once if it is no event at all, after the last attempt otherwise.
 *
 * <p>RocketMQ hands over one message to each thread. Those that come at the same time are applied
 * together, in one transaction; where that fails, each of them by itself and in its own thread, so
 * that one that cannot be handled neither holds up the others nor has them delivered again.
 */
public class PaymentEventConsumption {
  private static final Logger log = LoggerFactory.getLogger(PaymentEventConsumption.class);

  private static final int API_TIMEOUT_MILLIS = 10_000;

  private final ConsumerProperties properties;
  private final PaymentRules rules;
  private final DeadLetters deadLetters;
  private final Batches<PaymentSucceeded> together;
  private final DistributionSummary batchSize;
  private final Semaphore alone;

  PaymentEventConsumption(
      ConsumerProperties properties,
      PaymentRules rules,
      DeadLetters deadLetters,
      MeterRegistry measurements) {
    this.properties = properties;
    this.rules = rules;
    this.deadLetters = deadLetters;
    this.together = new Batches<>(properties.batchSize(), this::applyAll);
    this.batchSize =
        DistributionSummary.builder("payment.events.batch")
            .description("Payments that were applied in one transaction")
            .register(measurements);
    this.alone = new Semaphore(properties.maxAlone());
  }

  /**
   * Settings of RocketMQ's consumer that its defaults would get wrong for payments. Its time-out of
   * 15 minutes, after which a message goes to another thread as well, is none of them: whatever a
   * handler waits for gives up within seconds.
   */
  public void prepare(DefaultMQPushConsumer consumer) {
    // A group that is created after the first payments must still see them.
    consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
    // Each thread waits with one message for the batch that it becomes a part of.
    consumer.setConsumeThreadMin(properties.batchSize());
    consumer.setConsumeThreadMax(properties.batchSize());
    consumer.setPullThresholdForQueue(properties.fetchedPerQueue());
    // The service gives up into its own table. Where not even that works the message comes again,
    // every two hours in the end: it must never get into the broker's queue of dead letters, which
    // nobody reads.
    consumer.setMaxReconsumeTimes(Integer.MAX_VALUE);
    // An event is too small to be compressed. What says that it is would be unpacked without a
    // bound, or, by a library that is not here, never, and everything behind it would wait.
    consumer.setDecodeDecompressBody(false);
    // A request that takes longer than three seconds, the default, closes its connection under all
    // others; at the start of a busy machine that ends the service. Nobody waits for this one.
    consumer.setMqClientApiTimeout(API_TIMEOUT_MILLIS);
    // After a second, the default, handlers would be interrupted. What was fetched and is not
    // handled by then is not acknowledged, so it comes again.
    consumer.setAwaitTerminationMillisWhenShutdown(properties.shutdownWait().toMillis());
  }

  /**
   * Hands the event in the message to the service's rules.
   *
   * @throws RuntimeException whatever the rules threw, so that RocketMQ delivers the message again
   */
  public void consume(MessageExt message) {
    int attempt = message.getReconsumeTimes() + 1;
    PaymentSucceeded payment;
    try {
      payment = PaymentSucceededCodec.decode(message.getBody());
    } catch (MalformedEvent poison) {
      alone(() -> deadLetters.keepPoison(message, attempt, poison));
      return;
    }
    boolean isAgain = !PaymentTopic.PAID.equals(message.getTags());
    try {
      // What has failed before is kept apart from what has not.
      if (isAgain) {
        alone(() -> rules.applyAgain(payment));
      } else if (attempt > 1 || !together.tryHandle(payment)) {
        alone(() -> rules.apply(payment));
      }
    } catch (RuntimeException failure) {
      alone(() -> giveUpOrRethrow(payment, message, attempt, isAgain, failure));
      return;
    }
    if (isAgain || attempt > 1) {
      alone(() -> deadLetters.close(payment.paymentNo()));
    }
  }

  private void applyAll(List<PaymentSucceeded> payments) {
    rules.applyAll(payments);
    batchSize.record(payments.size());
  }

  /** What a message needs a database connection for beside the batch's. */
  private void alone(Runnable work) {
    alone.acquireUninterruptibly();
    try {
      work.run();
    } finally {
      alone.release();
    }
  }

  private void giveUpOrRethrow(
      PaymentSucceeded payment,
      MessageExt message,
      int attempt,
      boolean isAgain,
      RuntimeException failure) {
    if (attempt >= properties.maxAttempts()) {
      deadLetters.keepPayment(payment.paymentNo(), message, attempt, failure);
      rules.giveUp(payment, failure);
      return;
    }
    // Of what payment-service publishes again there is always another one to come.
    if (isAgain && rules.giveUp(payment, failure)) {
      return;
    }
    log.warn(
        "payment {} of order {} not handled at attempt {}, comes again: {}",
        payment.paymentNo(),
        payment.orderId(),
        attempt,
        failure.toString());
    throw failure;
  }
}
