package io.github.paymentsuite.points;

import static io.github.paymentsuite.points.TestData.anyUserId;
import static io.github.paymentsuite.points.TestData.paymentBy;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.paymentsuite.events.PaymentSucceeded;
import io.github.paymentsuite.events.PaymentSucceededCodec;
import io.github.paymentsuite.events.PaymentTopic;
import io.github.paymentsuite.lab.infrastructure.AccessTokenIssuer;
import io.github.paymentsuite.lab.infrastructure.BrokerSignature;
import io.github.paymentsuite.lab.infrastructure.LocalInfrastructure;
import java.time.Duration;
import java.time.Instant;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.Message;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;

/** What this service does with a message that it cannot handle, and with one replayed. */
class DeadLetterTest extends PointsServiceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final PaymentSucceeded payment = paymentBy(anyUserId(), "99.00");

  @LocalManagementPort private int managementPort;
  @Autowired private JdbcTemplate database;

  @Test
  void poisonIsKeptAtOnceAndStaysPoison() throws Exception {
    String key = "message:" + send("{\"paymentNo\":\"P1\"}".getBytes(UTF_8));

    await().atMost(PATIENCE).until(() -> count(key, "attempts = 1 AND replayed_at IS NULL") == 1);

    replay(key).expectStatus().isEqualTo(422);
    assertThat(count(key, "replayed_at IS NULL")).isEqualTo(1);
  }

  @Test
  void aReplayHasItsEffectOnce() {
    String key = keep(payment);

    replay(key).expectStatus().isOk();
    replay(key).expectStatus().isOk();

    assertThat(ledger.balanceOf(payment.userId())).isEqualTo(99);
    assertThat(count(key, "replayed_at IS NOT NULL")).isEqualTo(1);
  }

  private static String send(byte[] body) throws Exception {
    DefaultMQProducer producer =
        new DefaultMQProducer(
            "dead_letter_test_group",
            BrokerSignature.of(LocalInfrastructure.shared().brokerAdministrator()));
    producer.setNamesrvAddr(LocalInfrastructure.shared().nameServerAddress());
    producer.start();
    try {
      return producer.send(new Message(PaymentTopic.NAME, PaymentTopic.PAID, body)).getMsgId();
    } finally {
      producer.shutdown();
    }
  }

  /** As if every attempt had failed. */
  private String keep(PaymentSucceeded event) {
    String key = "payment:" + event.paymentNo();
    database.update(
        """
        INSERT INTO dead_letter (consumer_group, message_key, message_id, tag, payload, reason, attempts, died_at)
        VALUES ('points_consumer_group', ?, 'M1', 'pay', ?, 'the database was away', 16, ?)
        """,
        key,
        PaymentSucceededCodec.encode(event),
        Instant.now());
    return key;
  }

  private ResponseSpec replay(String key) {
    long id =
        database.queryForObject(
            "SELECT id FROM dead_letter WHERE message_key = ?", Long.class, key);
    return RestTestClient.bindToServer(new JdkClientHttpRequestFactory())
        .defaultHeader("Authorization", AccessTokenIssuer.shared().everything())
        .baseUrl("http://127.0.0.1:" + managementPort)
        .build()
        .post()
        .uri("/internal/dead-letters/{id}/replay", id)
        .exchange();
  }

  private int count(String key, String condition) {
    return database.queryForObject(
        "SELECT COUNT(*) FROM dead_letter WHERE message_key = ? AND " + condition,
        Integer.class,
        key);
  }
}
