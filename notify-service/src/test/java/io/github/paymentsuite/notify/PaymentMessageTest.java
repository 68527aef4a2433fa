package io.github.paymentsuite.notify;

import static io.github.paymentsuite.notify.TestData.anyPhone;
import static io.github.paymentsuite.notify.TestData.anyUserId;
import static io.github.paymentsuite.notify.TestData.paymentBy;
import static org.assertj.core.api.Assertions.assertThat;
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

/** From the real broker to the provider. */
class PaymentMessageTest extends NotifyServiceTest {
  @Test
  void sendsOneSmsForAPaymentThatIsPublishedAgain() throws Exception {
    long userId = anyUserId();
    notifications.reach(userId, anyPhone());
    PaymentSucceeded payment = paymentBy(userId);
    PaymentSucceeded forOthers = paymentBy(userId);
    PaymentSucceeded last = paymentBy(userId);
    DefaultMQProducer producer =
        new DefaultMQProducer(
            "notify_test_group",
            BrokerSignature.of(LocalInfrastructure.shared().brokerAdministrator()));
    producer.setNamesrvAddr(LocalInfrastructure.shared().nameServerAddress());
    producer.start();
    try {
      producer.send(message(PaymentTopic.PAID_AGAIN_FOR_POINTS, forOthers));
      producer.send(message(PaymentTopic.PAID, payment));
      producer.send(message(PaymentTopic.PAID_AGAIN_FOR_NOTIFY, payment));
      producer.send(message(PaymentTopic.PAID_AGAIN_FOR_NOTIFY, last));

      await()
          .atMost(Duration.ofSeconds(30))
          .during(Duration.ofMillis(500))
          .until(() -> smsOf(payment) == 1 && smsOf(last) == 1);
      assertThat(smsOf(forOthers)).isZero();
    } finally {
      producer.shutdown();
    }
  }

  private static int smsOf(PaymentSucceeded payment) {
    return PROVIDER.accepted(payment.paymentNo()).size();
  }

  private static Message message(String tag, PaymentSucceeded event) {
    return new Message(
        PaymentTopic.NAME, tag, event.orderId(), PaymentSucceededCodec.encode(event));
  }
}
