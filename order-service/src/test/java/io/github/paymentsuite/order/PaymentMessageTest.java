package io.github.paymentsuite.order;

import static io.github.paymentsuite.order.TestData.AMOUNT;
import static io.github.paymentsuite.order.TestData.anyOrderId;
import static io.github.paymentsuite.order.TestData.anyUserId;
import static io.github.paymentsuite.order.TestData.paymentOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.paymentsuite.events.PaymentSucceeded;
import io.github.paymentsuite.events.PaymentSucceededCodec;
import io.github.paymentsuite.events.PaymentTopic;
import io.github.paymentsuite.lab.infrastructure.BrokerSignature;
import io.github.paymentsuite.lab.infrastructure.LocalInfrastructure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apache.rocketmq.common.sysflag.MessageSysFlag;
import org.apache.rocketmq.remoting.RPCHook;
import org.apache.rocketmq.remoting.protocol.RemotingCommand;
import org.apache.rocketmq.remoting.protocol.header.SendMessageRequestHeaderV2;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** From the real broker to the order. */
@ExtendWith(OutputCaptureExtension.class)
class PaymentMessageTest extends OrderServiceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final DefaultMQProducer PRODUCER =
      new DefaultMQProducer(
          "order_test_group",
          BrokerSignature.of(LocalInfrastructure.shared().brokerAdministrator()));

  private final String orderId = anyOrderId();
  private final long userId = anyUserId();
  private final PaymentSucceeded payment = paymentOf(orderId, userId, AMOUNT);

  @BeforeAll
  static void start() throws Exception {
    PRODUCER.setNamesrvAddr(LocalInfrastructure.shared().nameServerAddress());
    PRODUCER.start();
  }

  @AfterAll
  static void stop() {
    PRODUCER.shutdown();
  }

  @ParameterizedTest
  @ValueSource(strings = {PaymentTopic.PAID, PaymentTopic.PAID_AGAIN_FOR_ORDER})
  void makesTheOrderPaid(String tag) throws Exception {
    orders.create(orderId, userId, AMOUNT);

    send(tag, payment);

    awaitPaid(payment);
    assertThat(deadLetters("payment:" + payment.paymentNo())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {PaymentTopic.PAID_AGAIN_FOR_POINTS, PaymentTopic.PAID_AGAIN_FOR_NOTIFY})
  void leavesWhatIsForOthersAlone(String tag) throws Exception {
    orders.create(orderId, userId, AMOUNT);
    PaymentSucceeded next = paymentOf(anyOrderId(), userId, AMOUNT);
    orders.create(next.orderId(), userId, AMOUNT);
    MessageQueue queue = anyQueue();

    send(queue, tag, PaymentSucceededCodec.encode(payment));
    send(queue, PaymentTopic.PAID, PaymentSucceededCodec.encode(next));

    awaitPaid(next);
    assertThat(orders.find(orderId).status()).isEqualTo(OrderStatus.CREATED);
  }

  @Test
  void keepsPoisonAsADeadLetterAtOnceWithoutHoldingUpWhatComesAfterIt() throws Exception {
    orders.create(orderId, userId, AMOUNT);
    byte[] poison = "{\"paymentNo\":\"P1\",\"orderId\":\"支付\"".getBytes(UTF_8);
    MessageQueue queue = anyQueue();

    SendResult sent = send(queue, PaymentTopic.PAID, poison);
    send(queue, PaymentTopic.PAID, PaymentSucceededCodec.encode(payment));

    awaitPaid(payment);
    String key = "message:" + sent.getMsgId();
    await().atMost(PATIENCE).until(() -> !deadLetters(key).isEmpty());
    assertThat(deadLetters(key))
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.get("payload")).isEqualTo(poison);
              assertThat(letter.get("reason")).asString().contains("MalformedEvent");
              assertThat(letter.get("attempts")).isEqualTo(1);
              assertThat(letter.get("tag")).isEqualTo(PaymentTopic.PAID);
              assertThat(letter.get("consumer_group")).isEqualTo("order_consumer_group");
            });
  }

  /** By zlib, by LZ4, which is not on the class path, and by a method that there is not. */
  @ParameterizedTest
  @ValueSource(
      ints = {
        MessageSysFlag.COMPRESSION_ZLIB_TYPE,
        MessageSysFlag.COMPRESSION_LZ4_TYPE,
        MessageSysFlag.COMPRESSION_TYPE_COMPARATOR
      })
  void keepsACompressedMessageAsItIsWithoutHoldingUpWhatComesAfterIt(int method) throws Exception {
    orders.create(orderId, userId, AMOUNT);
    MessageQueue queue = anyQueue();

    String id = sendAsCompressed(queue, "not compressed".getBytes(UTF_8), method);
    send(queue, PaymentTopic.PAID, PaymentSucceededCodec.encode(payment));

    awaitPaid(payment);
    await().atMost(PATIENCE).until(() -> !deadLetters("message:" + id).isEmpty());
  }

  @Test
  void triesAPaymentOfAnUnknownOrderAgainAndKeepsItOnceAsADeadLetter() throws Exception {
    String key = "payment:" + payment.paymentNo();

    send(PaymentTopic.PAID, payment);
    send(PaymentTopic.PAID_AGAIN_FOR_ORDER, payment);

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(deadLetters(key))
                    .singleElement()
                    .satisfies(
                        letter -> {
                          assertThat(letter.get("attempts")).isEqualTo(MAX_ATTEMPTS);
                          assertThat(letter.get("reason")).asString().contains(orderId);
                          assertThat(letter.get("payload"))
                              .isEqualTo(PaymentSucceededCodec.encode(payment));
                        }));
  }

  @Test
  void makesAnOrderPaidThatArrivesBetweenTwoAttempts(CapturedOutput output) throws Exception {
    send(PaymentTopic.PAID, payment);
    String firstAttempt =
        "payment %s of order %s not handled at attempt 1".formatted(payment.paymentNo(), orderId);
    await().atMost(PATIENCE).until(() -> output.getAll().contains(firstAttempt));

    orders.create(orderId, userId, AMOUNT);

    awaitPaid(payment);
    assertThat(deadLetters("payment:" + payment.paymentNo())).isEmpty();
  }

  /** The flags alone: whoever means harm does not have to compress anything. */
  private static String sendAsCompressed(MessageQueue queue, byte[] body, int method)
      throws Exception {
    DefaultMQProducer liar =
        new DefaultMQProducer(
            "order_test_group",
            new AddedFlags(
                method, BrokerSignature.of(LocalInfrastructure.shared().brokerAdministrator())));
    liar.setInstanceName("liar-" + method);
    liar.setNamesrvAddr(LocalInfrastructure.shared().nameServerAddress());
    liar.start();
    try {
      return liar.send(new Message(PaymentTopic.NAME, PaymentTopic.PAID, "key", body), queue)
          .getMsgId();
    } finally {
      liar.shutdown();
    }
  }

  private record AddedFlags(int method, RPCHook signature) implements RPCHook {
    @Override
    public void doBeforeRequest(String address, RemotingCommand request) {
      if (request.readCustomHeader() instanceof SendMessageRequestHeaderV2 message) {
        message.setF(message.getF() | MessageSysFlag.COMPRESSED_FLAG | method);
      }
      signature.doBeforeRequest(address, request);
    }

    @Override
    public void doAfterResponse(String address, RemotingCommand request, RemotingCommand response) {
      // nothing
    }
  }

  private void awaitPaid(PaymentSucceeded expected) {
    await().atMost(PATIENCE).until(() -> orders.find(expected.orderId()).isPaidBy(expected));
  }

  private List<Map<String, Object>> deadLetters(String key) {
    return database.queryForList("SELECT * FROM dead_letter WHERE message_key = ?", key);
  }

  private static MessageQueue anyQueue() throws Exception {
    return PRODUCER.fetchPublishMessageQueues(PaymentTopic.NAME).get(0);
  }

  private static void send(String tag, PaymentSucceeded event) throws Exception {
    send(anyQueue(), tag, PaymentSucceededCodec.encode(event));
  }

  private static SendResult send(MessageQueue queue, String tag, byte[] body) throws Exception {
    return PRODUCER.send(new Message(PaymentTopic.NAME, tag, "key", body), queue);
  }
}
