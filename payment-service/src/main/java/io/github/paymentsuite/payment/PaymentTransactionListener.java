package io.github.paymentsuite.payment;

import io.github.paymentsuite.events.PaymentSucceeded;
import io.github.paymentsuite.events.PaymentSucceededCodec;
import io.github.paymentsuite.payment.provider.ChargeState;
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

  PaymentTransactionListener(PaymentRecorder recorder) {
    this.recorder = recorder;
  }

  /** What the local transaction needs beside the message. */
  record Recording(PaymentAttempt attempt, ChargeState.Paid paid) {}

  @Override
  public RocketMQLocalTransactionState executeLocalTransaction(Message message, Object argument) {
    Recording recording = (Recording) argument;
    String attemptNo = recording.attempt().attemptNo();
    try {
      RocketMQLocalTransactionState outcome =
          recorder.record(recording.attempt(), recording.paid(), transactionId(message));
      log.info(
          "attempt {} of order {} recorded: {}", attemptNo, recording.attempt().orderId(), outcome);
      return outcome;
    } catch (RuntimeException failure) {
      log.error(
          "attempt {} of order {} is charged but not known to be recorded: {}",
          attemptNo,
          recording.attempt().orderId(),
          failure.toString());
      return RocketMQLocalTransactionState.UNKNOWN;
    }
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
