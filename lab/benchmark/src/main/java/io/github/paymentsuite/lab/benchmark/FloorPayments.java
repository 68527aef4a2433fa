package io.github.paymentsuite.lab.benchmark;

import com.alibaba.fastjson2.JSON;
import com.alibaba.fastjson2.JSONObject;
import io.github.paymentsuite.events.PaymentSucceededCodec;
import io.github.paymentsuite.events.PaymentTopic;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.HdrHistogram.Histogram;
import org.apache.rocketmq.acl.common.AclClientRPCHook;
import org.apache.rocketmq.acl.common.SessionCredentials;
import org.apache.rocketmq.client.producer.LocalTransactionState;
import org.apache.rocketmq.client.producer.SendStatus;
import org.apache.rocketmq.client.producer.TransactionListener;
import org.apache.rocketmq.client.producer.TransactionMQProducer;
import org.apache.rocketmq.client.producer.TransactionSendResult;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageExt;

/**
 * Paying by hand: the attempt's row, the provider's call, the half message and, in its local
 * transaction, the record. No framework, and nothing of what makes it safe against its clients.
 * Clients call {@code POST /pay}, or are in this process where {@code POST /load} asks for them.
 */
final class FloorPayments implements Payer, TransactionListener {
  /** Of a machine on which everything starts at once. */
  static final int API_TIMEOUT_MILLIS = 10_000;

  private final FloorDatabase database;
  private final FloorProvider provider;
  private final TransactionMQProducer producer;
  private final boolean isBare;
  private final Clock clock = Clock.systemUTC();

  private FloorPayments(Map<String, String> environment) throws Exception {
    database = new FloorDatabase(environment);
    provider = new FloorProvider(environment.get("PAYMENT_PROVIDER_URL"));
    isBare = Boolean.parseBoolean(environment.get("FLOOR_BARE"));
    producer = new TransactionMQProducer("payment_producer_group", credentials(environment));
    producer.setNamesrvAddr(environment.get("ROCKETMQ_NAME_SERVER"));
    producer.setTransactionListener(this);
    producer.setTopics(List.of(PaymentTopic.NAME));
    producer.setMqClientApiTimeout(API_TIMEOUT_MILLIS);
    producer.setRetryTimesWhenSendFailed(0);
    producer.start();
  }

  public static void main(String[] arguments) throws Exception {
    Map<String, String> environment = System.getenv();
    FloorPayments payments = new FloorPayments(environment);
    new FloorServer(environment.get("SERVER_PORT")).on("/pay", payments::pay).start();
    new FloorServer(environment.get("MANAGEMENT_SERVER_PORT"))
        .on("/load", payments::load)
        .on("/actuator/health/readiness", nothing -> "{}")
        .start();
  }

  static AclClientRPCHook credentials(Map<String, String> environment) {
    return new AclClientRPCHook(
        new SessionCredentials(
            environment.get("ROCKETMQ_ACCESS_KEY"), environment.get("ROCKETMQ_SECRET_KEY")));
  }

  /** The body of {@code POST /load}, and its answer. */
  static JSONObject toJson(Load load) {
    return new JSONObject()
        .fluentPut("orders", load.orders())
        .fluentPut("payments", load.payments())
        .fluentPut("clients", load.clients())
        .fluentPut("perSecond", load.perSecond());
  }

  static Load.Seen seenFrom(String json) {
    JSONObject answer = JSON.parseObject(json);
    ByteBuffer encoded = ByteBuffer.wrap(Base64.getDecoder().decode(answer.getString("answers")));
    return new Load.Seen(
        Histogram.decodeFromByteBuffer(encoded, 0), answer.getIntValue("askedAgain"));
  }

  private String load(String body) {
    JSONObject asked = JSON.parseObject(body);
    Load.Seen seen =
        new Load(
                asked.getString("orders"),
                asked.getIntValue("payments"),
                asked.getIntValue("clients"),
                asked.getDoubleValue("perSecond"))
            .run(this);
    ByteBuffer encoded = ByteBuffer.allocate(seen.answers().getNeededByteBufferCapacity());
    seen.answers().encodeIntoByteBuffer(encoded);
    return new JSONObject()
        .fluentPut("answers", Base64.getEncoder().encodeToString(encoded.array()))
        .fluentPut("askedAgain", seen.askedAgain())
        .toString();
  }

  private String pay(String body) throws Exception {
    JSONObject asked = JSON.parseObject(body);
    FloorPayment paid =
        pay(
            asked.getString("orderId"),
            asked.getLongValue("userId"),
            asked.getBigDecimal("amount"));
    return new JSONObject()
        .fluentPut("paymentNo", paid.number())
        .fluentPut("orderId", paid.orderId())
        .fluentPut("userId", paid.userId())
        .fluentPut("amount", paid.amount())
        .fluentPut("status", "SUCCESS")
        .fluentPut("payTime", paid.paidAt().toString())
        .toString();
  }

  @Override
  public boolean pay(String orderId, long userId) throws Exception {
    pay(orderId, userId, new BigDecimal(AMOUNT));
    return true;
  }

  private FloorPayment pay(String orderId, long userId, BigDecimal amount) throws Exception {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    String number = UUID.randomUUID().toString().replace("-", "");
    FloorPayment payment = new FloorPayment(number, orderId, userId, amount, "none", now);
    if (!isBare) {
      database.insertAttempt(payment, now);
      payment = provider.charge(payment, now.plusSeconds(60));
    }
    Message half =
        new Message(
            PaymentTopic.NAME,
            PaymentTopic.PAID,
            orderId,
            PaymentSucceededCodec.encode(payment.event()));
    TransactionSendResult sent = producer.sendMessageInTransaction(half, payment);
    if (sent.getSendStatus() != SendStatus.SEND_OK
        || sent.getLocalTransactionState() != LocalTransactionState.COMMIT_MESSAGE) {
      throw new IllegalStateException("not recorded: " + sent);
    }
    return payment;
  }

  @Override
  public LocalTransactionState executeLocalTransaction(Message half, Object payment) {
    try {
      database.record((FloorPayment) payment, !isBare, half.getTransactionId(), clock.instant());
      return LocalTransactionState.COMMIT_MESSAGE;
    } catch (Exception failure) {
      failure.printStackTrace();
      return LocalTransactionState.UNKNOW;
    }
  }

  /** Nothing fails while it is measured. */
  @Override
  public LocalTransactionState checkLocalTransaction(MessageExt half) {
    return LocalTransactionState.UNKNOW;
  }
}
