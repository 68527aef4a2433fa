package io.github.paymentsuite.order;

import io.github.paymentsuite.events.Money;
import io.github.paymentsuite.events.PaymentSucceeded;
import io.github.paymentsuite.events.PaymentSucceededCodec;
import io.github.paymentsuite.events.PaymentTopic;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.rocketmq.common.message.MessageExt;

/** Orders, users and payments that no other test knows. */
final class TestData {
  static final Money AMOUNT = Money.parse("99.00");

  private TestData() {}

  static String anyOrderId() {
    return "ORDER_" + UUID.randomUUID();
  }

  static long anyUserId() {
    return ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
  }

  static String anyPaymentNo() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  /** Another one for each call. */
  static PaymentSucceeded paymentOf(String orderId, long userId, Money amount) {
    return PaymentSucceeded.of(
        anyPaymentNo(), orderId, userId, amount, Instant.parse("2026-01-31T12:00:00.123Z"));
  }

  static PaymentSucceeded paymentOf(Order order) {
    return paymentOf(order.orderId(), order.userId(), order.amount());
  }

  /** As RocketMQ hands it over. */
  static MessageExt message(String tag, int attempt, PaymentSucceeded event) {
    MessageExt message = new MessageExt();
    message.setMsgId(UUID.randomUUID().toString());
    message.setTopic(PaymentTopic.NAME);
    message.setTags(tag);
    message.setReconsumeTimes(attempt - 1);
    message.setBody(PaymentSucceededCodec.encode(event));
    return message;
  }
}
