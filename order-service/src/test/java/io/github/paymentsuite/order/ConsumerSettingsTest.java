package io.github.paymentsuite.order;

import static io.github.paymentsuite.order.TestData.AMOUNT;
import static io.github.paymentsuite.order.TestData.anyOrderId;
import static io.github.paymentsuite.order.TestData.anyUserId;
import static io.github.paymentsuite.order.TestData.paymentOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.paymentsuite.events.PaymentSucceededCodec;
import io.github.paymentsuite.events.PaymentTopic;
import io.github.paymentsuite.lab.infrastructure.BrokerSignature;
import io.github.paymentsuite.lab.infrastructure.LocalInfrastructure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageExt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the settings of every service's consumer do at the real broker. */
class ConsumerSettingsTest extends OrderServiceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int THREADS = 32;
  private static final int MESSAGES = 5 * THREADS;

  private final String group = "group_" + UUID.randomUUID();
  private final Map<String, Integer> handled = new ConcurrentHashMap<>();
  private final List<DefaultMQPushConsumer> consumers = new ArrayList<>();

  @AfterEach
  void stop() {
    consumers.forEach(DefaultMQPushConsumer::shutdown);
  }

  @Test
  void aShutdownFinishesWhatIsBeingHandledAndDropsNothing() throws Exception {
    LocalInfrastructure.shared().createConsumerGroup(group);
    List<String> sent = send();
    AtomicInteger inHand = new AtomicInteger();
    CountDownLatch gate = new CountDownLatch(1);
    DefaultMQPushConsumer first =
        consume(
            message -> {
              inHand.incrementAndGet();
              gate.await();
            });
    await().atMost(PATIENCE).until(() -> inHand.get() == THREADS);

    CompletableFuture<Void> shutdown = CompletableFuture.runAsync(first::shutdown);
    // RocketMQ's own patience is one second.
    await().during(Duration.ofSeconds(2)).until(() -> !shutdown.isDone());
    assertThat(inHand).as("handled at once").hasValue(THREADS);
    gate.countDown();
    await().atMost(PATIENCE).until(shutdown::isDone);
    consume(message -> {});

    await().atMost(PATIENCE).until(() -> handled.keySet().containsAll(sent));
    assertThat(sent).allSatisfy(key -> assertThat(handled.get(key)).as("deliveries").isEqualTo(1));
  }

  /** RocketMQ's own three seconds end a service that starts on a busy machine. */
  @Test
  void aRequestToRocketMqMayTakeTenSeconds() {
    DefaultMQPushConsumer consumer = new DefaultMQPushConsumer(group);

    consumption.prepare(consumer);

    assertThat(consumer.getMqClientApiTimeout()).isEqualTo(10_000);
  }

  /** Of messages that no service but points-service takes; their keys. */
  private List<String> send() throws Exception {
    DefaultMQProducer producer =
        new DefaultMQProducer(
            "settings_test_group",
            BrokerSignature.of(LocalInfrastructure.shared().brokerAdministrator()));
    producer.setNamesrvAddr(LocalInfrastructure.shared().nameServerAddress());
    producer.start();
    try {
      List<String> keys = new ArrayList<>();
      for (int i = 0; i < MESSAGES; i++) {
        String orderId = anyOrderId();
        keys.add(orderId);
        producer.send(
            new Message(
                PaymentTopic.NAME,
                PaymentTopic.PAID_AGAIN_FOR_POINTS,
                orderId,
                PaymentSucceededCodec.encode(paymentOf(orderId, anyUserId(), AMOUNT))));
      }
      return keys;
    } finally {
      producer.shutdown();
    }
  }

  private DefaultMQPushConsumer consume(Handler handler) throws Exception {
    DefaultMQPushConsumer consumer =
        new DefaultMQPushConsumer(
            group, BrokerSignature.of(LocalInfrastructure.shared().brokerAdministrator()));
    consumers.add(consumer);
    consumer.setNamesrvAddr(LocalInfrastructure.shared().nameServerAddress());
    consumer.subscribe(PaymentTopic.NAME, PaymentTopic.PAID_AGAIN_FOR_POINTS);
    consumer.setMessageListener(
        (MessageListenerConcurrently)
            (messages, context) -> {
              for (MessageExt message : messages) {
                try {
                  handler.handle(message);
                } catch (InterruptedException interrupted) {
                  return ConsumeConcurrentlyStatus.RECONSUME_LATER;
                }
                handled.merge(message.getKeys(), 1, Integer::sum);
              }
              return ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
            });
    consumption.prepare(consumer);
    consumer.start();
    return consumer;
  }

  private interface Handler {
    void handle(MessageExt message) throws InterruptedException;
  }
}
