package io.github.paymentsuite.payment;

import static org.apache.rocketmq.spring.core.RocketMQLocalTransactionState.COMMIT;
import static org.apache.rocketmq.spring.core.RocketMQLocalTransactionState.ROLLBACK;
import static org.apache.rocketmq.spring.core.RocketMQLocalTransactionState.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.paymentsuite.events.PaymentSucceeded;
import io.github.paymentsuite.events.PaymentSucceededCodec;
import io.github.paymentsuite.events.PaymentTopic;
import io.github.paymentsuite.lab.infrastructure.BrokerSignature;
import io.github.paymentsuite.lab.infrastructure.LocalInfrastructure;
import io.github.paymentsuite.payment.PaymentTransactionListener.Charged;
import io.github.paymentsuite.payment.provider.ChargeState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.TransactionMQProducer;
import org.apache.rocketmq.client.producer.TransactionSendResult;
import org.apache.rocketmq.spring.core.RocketMQLocalTransactionListener;
import org.apache.rocketmq.spring.core.RocketMQLocalTransactionState;
import org.apache.rocketmq.spring.support.RocketMQUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.messaging.Message;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The broker's check-back at every moment of the local transaction: before, during and after it,
 * and after the attempt was given up. Against the real broker, which asks on its own schedule.
 */
class CheckBackTest extends PaymentServiceTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  @Autowired private PaymentTransactionListener listener;
  @Autowired private PaymentAttemptMapper attempts;
  @Autowired private TransactionTemplate transactions;

  private final Queue<RocketMQLocalTransactionState> answers = new ConcurrentLinkedQueue<>();
  private final Queue<PaymentSucceeded> delivered = new ConcurrentLinkedQueue<>();
  private final PaymentAttempt attempt =
      PaymentAttempt.start(request(anyOrderId()), Instant.now(), Duration.ofMinutes(1));
  private TransactionMQProducer producer;
  private DefaultMQPushConsumer consumer;

  @BeforeEach
  void listenToTheBroker() throws MQClientException {
    attempts.insert(List.of(attempt), NEVER_DUE);
    String group = "check_back_" + attempt.attemptNo();
    LocalInfrastructure.shared().createConsumerGroup(group);
    consumer =
        new DefaultMQPushConsumer(
            group, BrokerSignature.of(LocalInfrastructure.shared().brokerAdministrator()));
    consumer.setNamesrvAddr(LocalInfrastructure.shared().nameServerAddress());
    consumer.subscribe(PaymentTopic.NAME, PaymentTopic.PAID);
    consumer.registerMessageListener(
        (MessageListenerConcurrently)
            (messages, context) -> {
              messages.stream()
                  .map(message -> PaymentSucceededCodec.decode(message.getBody()))
                  .filter(event -> event.orderId().equals(attempt.orderId()))
                  .forEach(delivered::add);
              return ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
            });
    consumer.start();
    // A group of its own: any producer of a group may be asked.
    producer =
        new TransactionMQProducer(
            "producer_" + group,
            BrokerSignature.of(LocalInfrastructure.shared().brokerAdministrator()));
    producer.setNamesrvAddr(LocalInfrastructure.shared().nameServerAddress());
  }

  @AfterEach
  void hangUp() {
    producer.shutdown();
    consumer.shutdown();
  }

  @Test
  void aCheckBeforeTheLocalTransactionDoesNotLoseTheEvent() throws Exception {
    send(
        recording -> {
          awaitAnswer(UNKNOWN);
          return recording.run();
        });

    awaitDelivery();
    assertThat(answers).doesNotContain(ROLLBACK);
    assertThat(rows("payment_record", attempt.orderId())).isEqualTo(1);
  }

  @Test
  void aCheckDuringTheLocalTransactionDoesNotLoseTheEvent() throws Exception {
    send(
        recording ->
            transactions.execute(
                open -> {
                  RocketMQLocalTransactionState outcome = recording.run();
                  awaitAnswer(UNKNOWN);
                  return outcome;
                }));

    awaitDelivery();
    assertThat(answers).doesNotContain(ROLLBACK);
    assertThat(rows("payment_record", attempt.orderId())).isEqualTo(1);
  }

  @Test
  void aCheckAfterTheLocalTransactionDeliversWhatWasNotToldToTheBroker() throws Exception {
    send(
        recording -> {
          assertThat(recording.run()).isEqualTo(COMMIT);
          return UNKNOWN;
        });

    awaitDelivery();
    assertThat(answers).contains(COMMIT).doesNotContain(ROLLBACK);
  }

  @Test
  void aCommitThatComesAfterARollbackWasAnsweredCannotHappen() throws Exception {
    TransactionSendResult result =
        send(
            recording -> {
              // The resolver gives the attempt up while the local transaction is on its way.
              attempts.move(
                  attempt.attemptNo(),
                  AttemptState.CHARGING,
                  AttemptState.REVERSING,
                  Instant.now());
              awaitAnswer(ROLLBACK);
              return recording.run();
            });

    assertThat(result.getLocalTransactionState().name()).isEqualTo("ROLLBACK_MESSAGE");
    assertThat(rows("payment_record", attempt.orderId())).isZero();
    // Several checks long.
    await().during(Duration.ofSeconds(3)).atMost(SOON).until(delivered::isEmpty);
  }

  @Test
  void aCommitThatTheBrokerStoresTwiceIsOneEventByItsNumber() throws Exception {
    send(
        recording -> {
          // By now the broker has a second copy of the half message, to be checked by itself.
          awaitAnswer(UNKNOWN);
          return recording.run();
        });

    await().atMost(SOON).until(() -> delivered.size() >= 2);
    assertThat(delivered).extracting(PaymentSucceeded::paymentNo).containsOnly(attempt.attemptNo());
    assertThat(answers).contains(COMMIT);
  }

  private TransactionSendResult send(LocalTransaction transaction) throws MQClientException {
    producer.setTransactionListener(RocketMQUtil.convert(new Gate(transaction)));
    producer.start();
    ChargeState.Paid paid =
        new ChargeState.Paid(attempt.attemptNo(), attempt.amount(), "CNY", "T1", Instant.EPOCH);
    org.apache.rocketmq.common.message.Message message =
        new org.apache.rocketmq.common.message.Message(
            PaymentTopic.NAME,
            PaymentTopic.PAID,
            attempt.orderId(),
            PaymentSucceededCodec.encode(
                PaymentSucceeded.of(
                    attempt.attemptNo(),
                    attempt.orderId(),
                    attempt.userId(),
                    attempt.amount(),
                    paid.paidAt())));
    return producer.sendMessageInTransaction(message, new Charged(attempt, paid));
  }

  private void awaitAnswer(RocketMQLocalTransactionState answer) {
    awaitThat(() -> answers.contains(answer));
  }

  private void awaitDelivery() {
    awaitThat(() -> !delivered.isEmpty());
    assertThat(List.copyOf(delivered))
        .extracting(PaymentSucceeded::paymentNo)
        .containsOnly(attempt.attemptNo());
  }

  private static void awaitThat(BooleanSupplier condition) {
    await().atMost(SOON).until(condition::getAsBoolean);
  }

  /** The product's local transaction, to be run whenever the test wants. */
  private interface LocalTransaction {
    RocketMQLocalTransactionState around(Product product);
  }

  private interface Product {
    RocketMQLocalTransactionState run();
  }

  /** Stands between the broker and the product's own listener. */
  @SuppressWarnings("rawtypes") // The interface's own.
  private class Gate implements RocketMQLocalTransactionListener {
    private final LocalTransaction transaction;

    Gate(LocalTransaction transaction) {
      this.transaction = transaction;
    }

    @Override
    public RocketMQLocalTransactionState executeLocalTransaction(Message message, Object argument) {
      return transaction.around(() -> listener.executeLocalTransaction(message, argument));
    }

    @Override
    public RocketMQLocalTransactionState checkLocalTransaction(Message message) {
      RocketMQLocalTransactionState answer = listener.checkLocalTransaction(message);
      answers.add(answer);
      return answer;
    }
  }
}
