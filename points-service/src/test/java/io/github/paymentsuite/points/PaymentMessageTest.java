package io.github.paymentsuite.points;

import static io.github.paymentsuite.points.TestData.anyUserId;
import static io.github.paymentsuite.points.TestData.paymentBy;
import static org.awaitility.Awaitility.await;

import io.github.paymentsuite.events.PaymentSucceeded;
import io.github.paymentsuite.events.PaymentSucceededCodec;
import io.github.paymentsuite.events.PaymentTopic;
import io.github.paymentsuite.lab.infrastructure.BrokerSignature;
import io.github.paymentsuite.lab.infrastructure.LocalInfrastructure;
import java.time.Duration;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.Message;
import org.junit.jupiter.api.Test;

/** From the real broker to the balance. */
class PaymentMessageTest extends PointsServiceTest {
  @Test
  void awardsPointsOnceForAPaymentThatIsPublishedAgain() throws Exception {
    long userId = anyUserId();
    PaymentSucceeded payment = paymentBy(userId, "99.00");
    PaymentSucceeded forOthers = paymentBy(userId, "1000.00");
    PaymentSucceeded last = paymentBy(userId, "1.00");
    DefaultMQProducer producer =
        new DefaultMQProducer(
            "points_test_group",
            BrokerSignature.of(LocalInfrastructure.shared().brokerAdministrator()));
    producer.setNamesrvAddr(LocalInfrastructure.shared().nameServerAddress());
    producer.start();
    try {
      producer.send(message(PaymentTopic.PAID_AGAIN_FOR_ORDER, forOthers));
      producer.send(message(PaymentTopic.PAID, payment));
      producer.send(message(PaymentTopic.PAID_AGAIN_FOR_POINTS, payment));
      producer.send(message(PaymentTopic.PAID_AGAIN_FOR_POINTS, last));

      await()
          .atMost(Duration.ofSeconds(30))
          .during(Duration.ofMillis(500))
          .until(() -> ledger.balanceOf(userId) == 100);
    } finally {
      producer.shutdown();
    }
  }

  private static Message message(String tag, PaymentSucceeded event) {
    return new Message(
        PaymentTopic.NAME, tag, event.orderId(), PaymentSucceededCodec.encode(event));
  }
}
