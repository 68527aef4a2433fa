package io.github.paymentsuite.lab.benchmark;

import io.github.paymentsuite.events.PaymentSucceeded;
import io.github.paymentsuite.events.PaymentSucceededCodec;
import io.github.paymentsuite.events.PaymentTopic;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.client.consumer.rebalance.AllocateMessageQueueAveragely;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;

/**
 * One of the three participants by hand: a batch of messages as RocketMQ's client hands it over
 * becomes one transaction. Where it is called by HTTP instead, each payment is one.
 */
final class FloorConsumer {
  private static final int BATCH = 32;
  private static final int SENDERS = 16;

  private final FloorDatabase database;
  private final Clock clock = Clock.systemUTC();
  private final Participant participant;
  private final FloorProvider provider;
  private final ExecutorService senders = Executors.newFixedThreadPool(SENDERS);

  /** The phones of those whose global transaction may still be under way; as many as users. */
  private final Map<Long, String> prepared = new ConcurrentHashMap<>();

  /** What a participant does, and how it knows what it has done. */
  private enum Participant {
    ORDER("orders", "order_consumer_group", PaymentTopic.PAID_AGAIN_FOR_ORDER),
    POINTS("points_record", "points_consumer_group", PaymentTopic.PAID_AGAIN_FOR_POINTS),
    NOTIFY("notification", "notify_consumer_group", PaymentTopic.PAID_AGAIN_FOR_NOTIFY);

    private final String table;
    private final String group;
    private final String againTag;

    Participant(String table, String group, String againTag) {
      this.table = table;
      this.group = group;
      this.againTag = againTag;
    }
  }

  private FloorConsumer(Participant participant, Map<String, String> environment) {
    this.participant = participant;
    this.database = new FloorDatabase(environment);
    this.provider =
        participant == Participant.NOTIFY
            ? new FloorProvider(environment.get("SMS_PROVIDER_URL"))
            : null;
  }

  /**
   * @param arguments which participant, and {@code http} if it is called instead of consuming, or
   *     {@code seata} if that is within a global transaction
   */
  public static void main(String[] arguments) throws Exception {
    Map<String, String> environment = System.getenv();
    Participant participant = Participant.valueOf(arguments[0]);
    FloorConsumer consumer = new FloorConsumer(participant, environment);
    switch (arguments.length > 1 ? arguments[1] : "") {
      case "http" ->
          new FloorServer(environment.get("SERVER_PORT")).on("/payments", consumer::call).start();
      case "seata" ->
          new FloorServer(environment.get("SERVER_PORT"))
              .on("/branches", consumer::branch)
              .on("/committed", consumer::committed)
              .start();
      default -> consumer.consume(environment);
    }
    new FloorServer(environment.get("MANAGEMENT_SERVER_PORT"))
        .on("/actuator/health/readiness", nothing -> "{}")
        .start();
  }

  private void consume(Map<String, String> environment) throws Exception {
    DefaultMQPushConsumer consumer =
        new DefaultMQPushConsumer(
            participant.group,
            FloorPayments.credentials(environment),
            new AllocateMessageQueueAveragely());
    consumer.setNamesrvAddr(environment.get("ROCKETMQ_NAME_SERVER"));
    consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
    consumer.setConsumeMessageBatchMaxSize(BATCH);
    consumer.setMqClientApiTimeout(FloorPayments.API_TIMEOUT_MILLIS);
    consumer.subscribe(PaymentTopic.NAME, PaymentTopic.PAID + " || " + participant.againTag);
    consumer.registerMessageListener(
        (MessageListenerConcurrently)
            (messages, context) -> {
              try {
                apply(
                    messages.stream()
                        .map(message -> PaymentSucceededCodec.decode(message.getBody()))
                        .toList());
                return ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
              } catch (Exception failure) {
                failure.printStackTrace();
                return ConsumeConcurrentlyStatus.RECONSUME_LATER;
              }
            });
    consumer.start();
  }

  private String call(String body) throws SQLException {
    apply(List.of(decode(body)));
    return "{}";
  }

  /** The global transaction's id in the first line, the event in the second. */
  private String branch(String body) throws Exception {
    int end = body.indexOf('\n');
    PaymentSucceeded payment = decode(body.substring(end + 1));
    return SeataClient.within(
        body.substring(0, end),
        () -> {
          if (participant == Participant.NOTIFY) {
            prepared.putAll(
                database.prepareNotifications(List.of(payment), false, clock.instant()));
          } else {
            applyAll(List.of(payment));
          }
          return "{}";
        });
  }

  /** Of the global transaction: what it prepared is sent now. */
  private String committed(String body) {
    PaymentSucceeded payment = decode(body);
    String phone = prepared.get(payment.userId());
    senders.execute(() -> send(payment, phone));
    return "{}";
  }

  private static PaymentSucceeded decode(String event) {
    return PaymentSucceededCodec.decode(event.getBytes(StandardCharsets.UTF_8));
  }

  /** All of them, or where one has had its effect before, those that have not. */
  private void apply(List<PaymentSucceeded> payments) throws SQLException {
    try {
      applyAll(payments);
    } catch (SQLException failure) {
      Set<String> known = database.known(participant.table, payments);
      if (known.isEmpty()) {
        throw failure;
      }
      List<PaymentSucceeded> others =
          payments.stream().filter(payment -> !known.contains(payment.paymentNo())).toList();
      if (!others.isEmpty()) {
        applyAll(others);
      }
    }
  }

  private void applyAll(List<PaymentSucceeded> payments) throws SQLException {
    switch (participant) {
      case ORDER -> database.payOrders(payments, clock.instant());
      case POINTS -> database.awardPoints(payments, clock.instant());
      case NOTIFY -> {
        Map<Long, String> phones = database.prepareNotifications(payments, true, clock.instant());
        payments.forEach(
            payment -> senders.execute(() -> send(payment, phones.get(payment.userId()))));
      }
    }
  }

  private void send(PaymentSucceeded payment, String phone) {
    try {
      provider.send(payment, phone);
      database.markSent(payment.paymentNo(), clock.instant());
    } catch (Exception failure) {
      failure.printStackTrace();
    }
  }
}
