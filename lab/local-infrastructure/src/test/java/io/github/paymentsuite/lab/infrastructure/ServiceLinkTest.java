package io.github.paymentsuite.lab.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Queue;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedInfrastructure.class)
class ServiceLinkTest {

  @Test
  void aCutDatabaseLinkBreaksItsOwnConnectionsAlone(LocalInfrastructure infrastructure)
      throws SQLException {
    ServiceLink payment = infrastructure.link("payment-service");
    try (Connection cut = connect(infrastructure, "payment-service");
        Connection other = connect(infrastructure, "order-service")) {
      assertThat(payment.database().openConnections()).isEqualTo(1);
      payment.database().cut();
      try {
        assertThatThrownBy(() -> ping(cut)).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> connect(infrastructure, "payment-service"))
            .isInstanceOf(SQLException.class);
        ping(other);
      } finally {
        payment.database().restore();
      }
    }
    connect(infrastructure, "payment-service").close();
    await().until(() -> payment.database().openConnections() == 0);
    assertThat(payment.database().acceptedConnections()).isGreaterThanOrEqualTo(3);
  }

  @Test
  void aDelayedLinkIsSlow(LocalInfrastructure infrastructure) throws SQLException {
    TcpProxy way = infrastructure.link("notify-service").database();
    try (Connection connection = connect(infrastructure, "notify-service")) {
      way.delay(Duration.ofMillis(150));
      long start = System.nanoTime();
      ping(connection);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(290));
    } finally {
      way.delay(Duration.ZERO);
    }
  }

  @Test
  void producerAndConsumerWorkThroughTheirLinksAndACutOneStopsAlone(
      LocalInfrastructure infrastructure) throws Exception {
    ServiceLink order = infrastructure.link("order-service");
    ServiceLink points = infrastructure.link("points-service");
    String before = TestClients.anyKey();
    String during = TestClients.anyKey();
    Queue<String> seen = TestClients.keys();
    infrastructure.createConsumerGroup("link_test_group");

    DefaultMQProducer producer = TestClients.producer(infrastructure);
    producer.setSocksProxyConfig(points.socksProxyConfig());
    producer.start();
    DefaultMQPushConsumer consumer = TestClients.consumer(infrastructure, "link_test_group");
    consumer.setSocksProxyConfig(order.socksProxyConfig());
    TestClients.collect(consumer, seen);
    try {
      producer.send(TestClients.message(before));
      await().atMost(Duration.ofSeconds(15)).until(() -> seen.contains(before));
      // One to the name server and one to the broker each.
      assertThat(points.broker().openConnections()).isEqualTo(2);
      assertThat(order.broker().openConnections()).isGreaterThanOrEqualTo(2);

      order.broker().cut();
      producer.send(TestClients.message(during));
      int refused = order.broker().acceptedConnections();
      await()
          .atMost(Duration.ofSeconds(15))
          .until(() -> order.broker().acceptedConnections() > refused);
      assertThat(seen).doesNotContain(during);

      order.broker().restore();
      // A client gives a pull whose connection broke half a minute.
      await().atMost(Duration.ofSeconds(60)).until(() -> seen.contains(during));

      points.broker().cut();
      assertThatThrownBy(() -> producer.send(TestClients.message(TestClients.anyKey())));
      points.broker().restore();
      await()
          .atMost(Duration.ofSeconds(15))
          .ignoreExceptions()
          .until(() -> producer.send(TestClients.message(TestClients.anyKey())) != null);
    } finally {
      order.restore();
      points.restore();
      producer.shutdown();
      consumer.shutdown();
    }
  }

  @Test
  void onlyServicesHaveLinks(LocalInfrastructure infrastructure) {
    assertThatThrownBy(() -> infrastructure.link("payment"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("called payment");
  }

  private static Connection connect(LocalInfrastructure infrastructure, String service)
      throws SQLException {
    DatabaseAccess access = infrastructure.databaseAccess(service);
    return DriverManager.getConnection(
        infrastructure.link(service).databaseUrl(), access.user(), access.password());
  }

  private static void ping(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("SELECT 1");
    }
  }
}
