package io.github.paymentsuite.lab.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.LocalTransactionState;
import org.apache.rocketmq.client.producer.SendStatus;
import org.apache.rocketmq.client.producer.TransactionListener;
import org.apache.rocketmq.client.producer.TransactionMQProducer;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageExt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedInfrastructure.class)
class MessagingTest {

  @Test
  void anUnknownTopicIsRefused(LocalInfrastructure infrastructure) throws Exception {
    DefaultMQProducer producer = TestClients.producer(infrastructure);
    producer.start();
    try {
      assertThatThrownBy(() -> producer.send(new Message("no_such_topic", new byte[] {1})))
          .hasMessageContaining("No route info of this topic");
    } finally {
      producer.shutdown();
    }
  }

  @Test
  void aMessageIsConsumedAndAFailedOneComesAgainSoon(LocalInfrastructure infrastructure)
      throws Exception {
    String key = TestClients.anyKey();
    Queue<String> seen = TestClients.keys();
    DefaultMQProducer producer = TestClients.producer(infrastructure);
    DefaultMQPushConsumer consumer =
        TestClients.start(
            TestClients.consumer(infrastructure, "points_consumer_group"),
            (messages, context) -> {
              messages.forEach(message -> seen.add(message.getKeys()));
              boolean again =
                  messages.stream().anyMatch(message -> message.getReconsumeTimes() > 0);
              return again
                  ? ConsumeConcurrentlyStatus.CONSUME_SUCCESS
                  : ConsumeConcurrentlyStatus.RECONSUME_LATER;
            });
    producer.start();
    try {
      assertThat(producer.send(TestClients.message(key)).getSendStatus())
          .isEqualTo(SendStatus.SEND_OK);
      await()
          .atMost(Duration.ofSeconds(15))
          .untilAsserted(() -> assertThat(seen).filteredOn(key::equals).hasSize(2));
      await()
          .atMost(Duration.ofSeconds(15))
          .until(() -> infrastructure.brokerAdministration().delayed() == 0);
      assertThat(infrastructure.brokerAdministration().end("SCHEDULE_TOPIC_XXXX", 2)).isPositive();
    } finally {
      producer.shutdown();
      consumer.shutdown();
    }
  }

  @Test
  void aFurtherGroupListensIn(LocalInfrastructure infrastructure) throws Exception {
    String key = TestClients.anyKey();
    Queue<String> seen = TestClients.keys();
    infrastructure.createConsumerGroup("listening_in_group");
    DefaultMQPushConsumer consumer =
        TestClients.collect(infrastructure, "listening_in_group", seen);
    DefaultMQProducer producer = TestClients.producer(infrastructure);
    producer.start();
    try {
      producer.send(TestClients.message(key));
      await()
          .atMost(Duration.ofSeconds(15))
          .untilAsserted(() -> assertThat(seen).filteredOn(key::equals).hasSize(1));
    } finally {
      producer.shutdown();
      consumer.shutdown();
    }
  }

  /**
   * The crash that transactional messages are for: the local transaction is committed, and the
   * broker is never told.
   */
  @Test
  void aWithheldCommitIsMadeUpForByTheCheckBack(LocalInfrastructure infrastructure)
      throws Exception {
    String key = TestClients.anyKey();
    Queue<String> seen = TestClients.keys();
    ServiceLink link = infrastructure.link("payment-service");
    DefaultMQPushConsumer consumer =
        TestClients.collect(infrastructure, "notify_consumer_group", seen);
    TransactionMQProducer producer = committingProducer(infrastructure, "payment_producer_group");
    producer.setSocksProxyConfig(link.socksProxyConfig());
    try (Withholding answers = link.broker().withhold(BrokerProxy.END_TRANSACTION)) {
      producer.start();
      var sent = producer.sendMessageInTransaction(TestClients.message(key), null);
      assertThat(sent.getLocalTransactionState()).isEqualTo(LocalTransactionState.COMMIT_MESSAGE);
      answers.await(Duration.ofSeconds(5));
      assertThat(seen).doesNotContain(key);
      // As if its process had been killed: the broker never hears this one again.
      link.broker().cut();
    } finally {
      producer.shutdown();
      link.broker().restore();
    }

    TransactionMQProducer restarted = committingProducer(infrastructure, "payment_producer_group");
    restarted.start();
    try {
      await().atMost(Duration.ofSeconds(20)).until(() -> seen.contains(key));
    } finally {
      restarted.shutdown();
      consumer.shutdown();
    }
  }

  private static TransactionMQProducer committingProducer(
      LocalInfrastructure infrastructure, String group) {
    TransactionMQProducer producer =
        new TransactionMQProducer(
            group, BrokerSignature.of(infrastructure.brokerUser("payment-service")));
    producer.setNamesrvAddr(infrastructure.nameServerAddress());
    // Otherwise it is unknown to the broker, and is not asked, before it has sent something.
    producer.setTopics(List.of(TestClients.TOPIC));
    producer.setTransactionListener(
        new TransactionListener() {
          @Override
          public LocalTransactionState executeLocalTransaction(Message message, Object argument) {
            return LocalTransactionState.COMMIT_MESSAGE;
          }

          @Override
          public LocalTransactionState checkLocalTransaction(MessageExt message) {
            return LocalTransactionState.COMMIT_MESSAGE;
          }
        });
    return producer;
  }
}
