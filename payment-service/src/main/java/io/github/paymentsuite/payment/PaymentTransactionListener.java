package io.github.paymentsuite.payment;

import io.github.paymentsuite.events.PaymentSucceeded;
import io.github.paymentsuite.events.PaymentSucceededCodec;
import io.github.paymentsuite.payment.PaymentRecorder.Recording;
import io.github.paymentsuite.payment.provider.ChargeState;
import io.github.paymentsuite.starter.Batches;
import org.apache.rocketmq.spring.annotation.RocketMQTransactionListener;
import org.apache.rocketmq.spring.core.RocketMQLocalTransactionListener;
import org.apache.rocketmq.spring.core.RocketMQLocalTransactionState;
import org.apache.rocketmq.spring.support.RocketMQHeaders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.messaging.Message;

/**
 * RocketMQ's way into the {@link PaymentRecorder}: what fails there is UNKNOWN, never a rollback.
 */
@RocketMQTransactionListener
@SuppressWarnings("rawtypes") // The interface's own.
class PaymentTransactionListener implements RocketMQLocalTransactionListener {
  private static final Logger log = LoggerFactory.getLogger(PaymentTransactionListener.class);

  private final PaymentRecorder recorder;
  private final Batches<Recording> together;

  PaymentTransactionListener(PaymentRecorder recorder, PaymentProperties properties) {
    this.recorder = recorder;
    this.together = new Batches<>(properties.batchSize(), recorder::recordAll);
  }

  /** What the local transaction needs beside the message. */
  record Charged(PaymentAttempt attempt, ChargeState.Paid paid) {}

  @Override
  public RocketMQLocalTransactionState executeLocalTransaction(Message message, Object argument) {
    Charged charged = (Charged) argument;
    String attemptNo = charged.attempt().attemptNo();
    String orderId = charged.attempt().orderId();
    try {
      RocketMQLocalTransactionState outcome =
          record(new Recording(charged.attempt(), charged.paid(), transactionId(message)));
      log.info("attempt {} of order {} recorded: {}", attemptNo, orderId, outcome);
      return outcome;
    } catch (RuntimeException failure) {
      log.error(
          "attempt {} of order {} is charged but not known to be recorded: {}",
          attemptNo,
          orderId,
          failure.toString());
      return RocketMQLocalTransactionState.UNKNOWN;
    }
  }

  private RocketMQLocalTransactionState record(Recording recording) {
    return together.tryHandle(recording)
        ? RocketMQLocalTransactionState.COMMIT
        : recorder.record(recording);
  }

  @Override
  public RocketMQLocalTransactionState checkLocalTransaction(Message message) {
    try {
      PaymentSucceeded event = PaymentSucceededCodec.decode((byte[]) message.getPayload());
      RocketMQLocalTransactionState outcome =
          recorder.check(event.paymentNo(), transactionId(message));
      log.info(
          "check-back for attempt {} of order {}: {}", event.paymentNo(), event.orderId(), outcome);
      return outcome;
    } catch (RuntimeException failure) {
      log.warn("check-back without an answer: {}", failure.toString());
      return RocketMQLocalTransactionState.UNKNOWN;
    }
  }

  private static String transactionId(Message<?> message) {
    return message
        .getHeaders()
        .get(RocketMQHeaders.PREFIX + RocketMQHeaders.TRANSACTION_ID, String.class);
  }
}
