package io.github.paymentsuite.payment;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.paymentsuite.events.PaymentTopic;
import java.util.concurrent.ThreadPoolExecutor;
import org.apache.rocketmq.client.producer.TransactionMQProducer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.util.ReflectionTestUtils;

/** What rocketmq-spring and RocketMQ would get wrong by default. */
class TransactionalProducerSettingsTest extends PaymentServiceTest {
  @Autowired private TransactionMQProducer producer;

  @Test
  void theProducerIsKnownToTheBrokerBeforeItSends() {
    assertThat(producer.getTopics()).containsExactly(PaymentTopic.NAME);
    assertThat(producer.getProducerGroup()).isEqualTo("payment_producer_group");
  }

  @Test
  void checkBacksAreAnsweredBySeveralThreadsFromABoundedQueue() {
    // What the producer works with: its getter gives what was set too late.
    ThreadPoolExecutor checks =
        (ThreadPoolExecutor)
            ReflectionTestUtils.getField(
                ReflectionTestUtils.getField(producer, "defaultMQProducerImpl"), "checkExecutor");

    assertThat(checks.getMaximumPoolSize()).isEqualTo(4);
    assertThat(checks.getQueue().remainingCapacity()).isLessThanOrEqualTo(2000).isPositive();
  }

  @Test
  void aHalfMessageIsSentOnceAndWithinTheTimeOfARequest() {
    assertThat(producer.getSendMsgTimeout()).isEqualTo(3000);
    assertThat(producer.getRetryTimesWhenSendFailed()).isZero();
  }
}
