package io.github.paymentsuite.lab.infrastructure;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;
import org.apache.rocketmq.common.message.Message;

/** RocketMQ clients as the services have them. */
final class TestClients {

  static final String TOPIC = "payment_success_topic";

  private TestClients() {}

  static String anyKey() {
    return UUID.randomUUID().toString();
  }

  static Message message(String key) {
    return new Message(TOPIC, "pay", key, key.getBytes(UTF_8));
  }

  static DefaultMQProducer producer(LocalInfrastructure infrastructure) {
    DefaultMQProducer producer =
        new DefaultMQProducer(
            "test_producer_group_" + anyKey(),
            BrokerSignature.of(infrastructure.brokerAdministrator()));
    producer.setNamesrvAddr(infrastructure.nameServerAddress());
    producer.setRetryTimesWhenSendFailed(0);
    // The first message to a broker that has just started, on a busy machine, takes seconds.
    producer.setSendMsgTimeout(30_000);
    return producer;
  }

  /** Starts a consumer that collects the keys it receives. */
  static DefaultMQPushConsumer collect(
      LocalInfrastructure infrastructure, String group, Queue<String> keys)
      throws MQClientException {
    return collect(consumer(infrastructure, group), keys);
  }

  static DefaultMQPushConsumer collect(DefaultMQPushConsumer consumer, Queue<String> keys)
      throws MQClientException {
    return start(
        consumer,
        (messages, context) -> {
          messages.forEach(message -> keys.add(message.getKeys()));
          return ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
        });
  }

  static DefaultMQPushConsumer start(
      DefaultMQPushConsumer consumer, MessageListenerConcurrently listener)
      throws MQClientException {
    consumer.setMessageListener(listener);
    consumer.start();
    return consumer;
  }

  static DefaultMQPushConsumer consumer(LocalInfrastructure infrastructure, String group)
      throws MQClientException {
    DefaultMQPushConsumer consumer =
        new DefaultMQPushConsumer(group, BrokerSignature.of(infrastructure.brokerAdministrator()));
    consumer.setNamesrvAddr(infrastructure.nameServerAddress());
    consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
    consumer.subscribe(TOPIC, "pay");
    return consumer;
  }

  static Queue<String> keys() {
    return new ConcurrentLinkedQueue<>(List.of());
  }
}
