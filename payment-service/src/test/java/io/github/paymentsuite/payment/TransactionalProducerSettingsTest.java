package io.github.paymentsuite.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.paymentsuite.events.PaymentTopic;
import io.github.paymentsuite.lab.infrastructure.BrokerSignature;
import io.github.paymentsuite.lab.infrastructure.LocalInfrastructure;
import io.github.paymentsuite.payment.TransactionalProducerSettings.NewestFirst;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.locks.LockSupport;
import org.apache.rocketmq.client.producer.LocalTransactionState;
import org.apache.rocketmq.client.producer.TransactionListener;
import org.apache.rocketmq.client.producer.TransactionMQProducer;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageExt;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.util.ReflectionTestUtils;

/** What rocketmq-spring and RocketMQ would get wrong by default. */
class TransactionalProducerSettingsTest extends PaymentServiceTest {
  private static final int HALF_MESSAGES = 300;
  private static final Duration SEVERAL_CHECKS = Duration.ofSeconds(5);
  private static final Duration SETTLED = Duration.ofSeconds(60);

  @Autowired private TransactionMQProducer producer;
  @Autowired private TransactionalProducerSettings settings;

  @Test
  void theProducerIsKnownToTheBrokerBeforeItSends() {
    assertThat(producer.getTopics()).containsExactly(PaymentTopic.NAME);
    assertThat(producer.getProducerGroup()).isEqualTo("payment_producer_group");
    assertThat(producer.getMqClientApiTimeout()).isEqualTo(10_000);
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
  void aCheckBackThatFindsNoRoomTakesThePlaceOfTheOldest() {
    List<String> answered = new ArrayList<>();
    NewestFirst checks = new NewestFirst(2);
    for (String check : List.of("first", "second", "third")) {
      assertThat(checks.offer(() -> answered.add(check))).isTrue();
    }

    for (Runnable check = checks.poll(); check != null; check = checks.poll()) {
      check.run();
    }

    assertThat(answered).containsExactly("third", "second");
  }

  /** First come, first served, each of them would be answered too late, again and again. */
  @Test
  void moreHalfMessagesThanCanBeAnsweredBetweenTwoChecksAreSettledAllTheSame() throws Exception {
    SlowToAnswer listener = new SlowToAnswer();
    TransactionMQProducer slow =
        new TransactionMQProducer(
            "slow_" + anyOrderId(),
            BrokerSignature.of(LocalInfrastructure.shared().brokerAdministrator()));
    slow.setNamesrvAddr(LocalInfrastructure.shared().nameServerAddress());
    slow.setTransactionListener(listener);
    settings.postProcessBeforeInitialization(slow, "slow");
    slow.start();
    try {
      for (int i = 0; i < HALF_MESSAGES; i++) {
        // A tag that nobody listens to: it is no event.
        slow.sendMessageInTransaction(new Message(PaymentTopic.NAME, "NOBODY", new byte[1]), null);
      }

      await().atMost(SETTLED).until(() -> listener.wasAskedAboutAll() && listener.isLeftAlone());
    } finally {
      slow.shutdown();
    }
  }

  @Test
  void aHalfMessageIsSentOnceAndWithinTheTimeOfARequest() {
    assertThat(producer.getSendMsgTimeout()).isEqualTo(3000);
    assertThat(producer.getRetryTimesWhenSendFailed()).isZero();
  }

  /** Answers four check-backs in a twentieth of a second, by the four threads there are. */
  private static final class SlowToAnswer implements TransactionListener {
    private static final Duration TAKES = Duration.ofMillis(50);

    private final Set<String> asked = ConcurrentHashMap.newKeySet();
    private volatile long lastAsked = System.nanoTime();

    @Override
    public LocalTransactionState executeLocalTransaction(Message message, Object argument) {
      return LocalTransactionState.UNKNOW;
    }

    @Override
    public LocalTransactionState checkLocalTransaction(MessageExt message) {
      lastAsked = System.nanoTime();
      asked.add(message.getTransactionId());
      LockSupport.parkNanos(TAKES.toNanos());
      return LocalTransactionState.COMMIT_MESSAGE;
    }

    boolean wasAskedAboutAll() {
      return asked.size() == HALF_MESSAGES;
    }

    boolean isLeftAlone() {
      return System.nanoTime() - lastAsked > SEVERAL_CHECKS.toNanos();
    }
  }
}
