package io.github.paymentsuite.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.paymentsuite.events.PaymentSucceeded;
import io.github.paymentsuite.events.PaymentSucceededCodec;
import io.github.paymentsuite.events.PaymentTopic;
import io.github.paymentsuite.lab.infrastructure.BrokerSignature;
import io.github.paymentsuite.lab.infrastructure.LocalInfrastructure;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;
import org.apache.rocketmq.common.message.MessageExt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** Every recorded payment reaches everybody, whatever became of its message. */
@DirtiesContext
@TestPropertySource(
    properties = {
      "payment.fulfilment.first-after=200ms",
      "payment.fulfilment.longest-pause=500ms",
      "payment.fulfilment.look-back-interval=200ms",
      "payment.fulfilment.batch=20"
    })
class FulfilmentSweepTest extends PaymentServiceTest {
  private static final ScriptedParticipant ORDER = new ScriptedParticipant();
  private static final ScriptedParticipant POINTS = new ScriptedParticipant();
  private static final ScriptedParticipant NOTIFY = new ScriptedParticipant();
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Queue<MessageExt> SENT_AGAIN = new ConcurrentLinkedQueue<>();
  private static DefaultMQPushConsumer listener;

  @DynamicPropertySource
  static void participants(DynamicPropertyRegistry registry) {
    registry.add("ORDER_MANAGEMENT_URL", ORDER::url);
    registry.add("POINTS_MANAGEMENT_URL", POINTS::url);
    registry.add("NOTIFY_MANAGEMENT_URL", NOTIFY::url);
    // A payment here is a recorded one, on a machine that has no time for it as well.
    registry.add("payment.provider.timeout", () -> "30s");
    registry.add("rocketmq.producer.send-message-timeout", () -> 30000);
    registry.add("payment.answer-within", () -> "60s");
    // Fewer than a test pays for, so that one batch is not all.
    registry.add("payment.fulfilment.batch", () -> 20);
    registry.add("payment.fulfilment.look-back-interval", () -> "300ms");
  }

  @Autowired private MeterRegistry meters;

  @BeforeAll
  static void listenIn() throws MQClientException {
    String group = "sweep_test_group";
    LocalInfrastructure.shared().createConsumerGroup(group);
    listener =
        new DefaultMQPushConsumer(
            group, BrokerSignature.of(LocalInfrastructure.shared().brokerAdministrator()));
    listener.setNamesrvAddr(LocalInfrastructure.shared().nameServerAddress());
    listener.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
    listener.subscribe(
        PaymentTopic.NAME,
        String.join(
            " || ",
            PaymentTopic.PAID_AGAIN_FOR_ORDER,
            PaymentTopic.PAID_AGAIN_FOR_POINTS,
            PaymentTopic.PAID_AGAIN_FOR_NOTIFY));
    listener.registerMessageListener(
        (MessageListenerConcurrently)
            (messages, context) -> {
              SENT_AGAIN.addAll(messages);
              return ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
            });
    listener.start();
  }

  @AfterAll
  static void stopListening() {
    listener.shutdown();
  }

  @Test
  void marksFulfilledWhatEverybodyHasAndSendsNothingAgain() {
    String paymentNo = payment();

    await().atMost(SOON).until(() -> isFulfilled(paymentNo));
    assertThat(tagsSentAgain(paymentNo)).isEmpty();
  }

  @Test
  void announcesAgainOnlyToWhoeverLacksThePayment() {
    double resentBefore = resent("POINTS");
    String paymentNo = payLackedBy(POINTS);

    await().atMost(SOON).until(() -> tagsSentAgain(paymentNo).size() >= 2);
    assertThat(resent("POINTS")).isGreaterThan(resentBefore);
    assertThat(resent("ORDER")).isNotNegative();
    assertThat(isFulfilled(paymentNo)).isFalse();
    POINTS.says(paymentNo, "DONE");

    await().atMost(SOON).until(() -> isFulfilled(paymentNo));
    assertThat(tagsSentAgain(paymentNo)).containsOnly("pay_again_points");
    PaymentSucceeded event = sentAgain(paymentNo).get(0);
    assertThat(event.userId()).isEqualTo(USER);
    assertThat(event.amount()).hasToString("99.00");
    assertThat(event.payTime()).hasToString("2026-01-31T12:00:00.123Z");
  }

  @Test
  void aCaseIsAnAnswer() {
    String orderId = anyOrderId();
    String paymentNo = paymentOf(orderId);
    ORDER.says(paymentNo, "CASE");

    await().atMost(SOON).until(() -> isFulfilled(paymentNo));
  }

  @Test
  void believesNobodyToHaveWhatItSaidNothingOf() {
    String paymentNo = payLackedBy(ORDER);
    ORDER.says(paymentNo, "");
    int asked = ORDER.questionsAbout(paymentNo);
    await().atMost(SOON).until(() -> ORDER.questionsAbout(paymentNo) >= asked + 2);
    assertThat(isFulfilled(paymentNo)).isFalse();

    ORDER.says(paymentNo, "DONE");
    await().atMost(SOON).until(() -> isFulfilled(paymentNo));
  }

  @Test
  void believesNobodyToHaveWhatItDidNotSay() {
    NOTIFY.answersWith(503);
    try {
      String paymentNo = payLackedBy(ORDER);
      // Those who do answer are looked after meanwhile.
      await().atMost(SOON).until(() -> tagsSentAgain(paymentNo).contains("pay_again_order"));
      ORDER.says(paymentNo, "DONE");
      int asked = NOTIFY.questionsAbout(paymentNo);
      await().atMost(SOON).until(() -> NOTIFY.questionsAbout(paymentNo) >= asked + 2);
      assertThat(isFulfilled(paymentNo)).isFalse();

      NOTIFY.answersWith(200);
      await().atMost(SOON).until(() -> isFulfilled(paymentNo));
      assertThat(tagsSentAgain(paymentNo)).containsOnly("pay_again_order");
    } finally {
      NOTIFY.answersWith(200);
    }
  }

  @Test
  void findsWhatIsLackingBehindManyThatAreNot() {
    List<String> paymentNos = Stream.generate(this::payment).limit(50).toList();
    await().atMost(SOON).until(() -> paymentNos.stream().allMatch(this::isFulfilled));
    String oldest = paymentNos.get(0);

    POINTS.says(oldest, "ABSENT");

    await().atMost(SOON).until(() -> tagsSentAgain(oldest).contains("pay_again_points"));
    POINTS.says(oldest, "DONE");
    await().atMost(SOON).until(() -> isFulfilled(oldest));
  }

  @Test
  void findsOutThatAParticipantWasRestoredFromABackup() {
    List<String> paymentNos = Stream.generate(this::payment).limit(50).toList();
    await().atMost(SOON).until(() -> paymentNos.stream().allMatch(this::isFulfilled));

    paymentNos.forEach(paymentNo -> POINTS.says(paymentNo, "ABSENT"));

    await()
        .atMost(SOON)
        .until(
            () ->
                paymentNos.stream().allMatch(no -> tagsSentAgain(no).contains("pay_again_points")));
    paymentNos.forEach(paymentNo -> POINTS.says(paymentNo, "DONE"));
    await().atMost(SOON).until(() -> paymentNos.stream().allMatch(this::isFulfilled));
  }

  private String payment() {
    return paymentOf(anyOrderId());
  }

  private String paymentOf(String orderId) {
    assertThat(pay(body(orderId)).getStatus().value()).isEqualTo(200);
    return attemptNoOf(orderId);
  }

  /** Before it is recorded, lest the first look-up finds it. */
  private String payLackedBy(ScriptedParticipant participant) {
    String orderId = anyOrderId();
    PROVIDER.script(
        orderId,
        (exchange, charge) -> {
          participant.says(ScriptedProvider.text(charge, "attemptNo"), "ABSENT");
          ScriptedProvider.paid().answer(exchange, charge);
        });
    return paymentOf(orderId);
  }

  /** There before anything was sent again. */
  private double resent(String participant) {
    return meters.get("payment.resent").tag("participant", participant).counter().count();
  }

  private boolean isFulfilled(String paymentNo) {
    return database
        .sql(
            "SELECT fulfilled_at IS NOT NULL AND next_sweep_at IS NULL FROM payment_record WHERE payment_no = ?")
        .param(paymentNo)
        .query(Boolean.class)
        .single();
  }

  private static List<String> tagsSentAgain(String paymentNo) {
    return SENT_AGAIN.stream()
        .filter(message -> decode(message).paymentNo().equals(paymentNo))
        .map(MessageExt::getTags)
        .toList();
  }

  private static List<PaymentSucceeded> sentAgain(String paymentNo) {
    return SENT_AGAIN.stream()
        .map(FulfilmentSweepTest::decode)
        .filter(event -> event.paymentNo().equals(paymentNo))
        .toList();
  }

  private static PaymentSucceeded decode(MessageExt message) {
    return PaymentSucceededCodec.decode(message.getBody());
  }
}
