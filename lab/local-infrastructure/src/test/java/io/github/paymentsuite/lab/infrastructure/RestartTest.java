package io.github.paymentsuite.lab.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedInfrastructure.class)
class RestartTest {

  @Test
  void theDatabaseKeepsItsDataWhenItIsStoppedAndWhenItIsKilled(LocalInfrastructure infrastructure)
      throws SQLException {
    Part database = infrastructure.database();
    execute(infrastructure, "CREATE TABLE kept (id INT PRIMARY KEY)");
    execute(infrastructure, "INSERT INTO kept VALUES (1)");

    database.stop();
    assertThat(database.isRunning()).isFalse();
    assertThatThrownBy(() -> infrastructure.administer("points_db"))
        .isInstanceOf(SQLException.class);
    database.start();
    execute(infrastructure, "INSERT INTO kept VALUES (2)");

    database.kill();
    assertThat(database.isRunning()).isFalse();
    database.start();
    // Fails unless both rows are there.
    assertThatThrownBy(() -> execute(infrastructure, "INSERT INTO kept VALUES (1)"))
        .hasMessageContaining("Duplicate");
    assertThatThrownBy(() -> execute(infrastructure, "INSERT INTO kept VALUES (2)"))
        .hasMessageContaining("Duplicate");
    execute(infrastructure, "DROP TABLE kept");
  }

  @Test
  void theBrokerKeepsItsMessagesWhenItIsKilled(LocalInfrastructure infrastructure)
      throws Exception {
    String before = TestClients.anyKey();
    String after = TestClients.anyKey();
    send(infrastructure, before);

    infrastructure.broker().kill();
    assertThat(infrastructure.broker().isRunning()).isFalse();
    infrastructure.broker().start();

    send(infrastructure, after);
    Queue<String> seen = TestClients.keys();
    infrastructure.createConsumerGroup("restart_test_group");
    DefaultMQPushConsumer consumer =
        TestClients.collect(infrastructure, "restart_test_group", seen);
    try {
      await()
          .atMost(Duration.ofSeconds(15))
          .until(() -> seen.contains(before) && seen.contains(after));
    } finally {
      consumer.shutdown();
    }
  }

  @Test
  void theNameServerKnowsTheBrokerAgainWhenItHasStarted(LocalInfrastructure infrastructure)
      throws Exception {
    infrastructure.nameServer().stop();
    assertThat(infrastructure.nameServer().isRunning()).isFalse();
    infrastructure.nameServer().start();
    send(infrastructure, TestClients.anyKey());
  }

  @Test
  void aPausedDatabaseHangsAndThenAnswers(LocalInfrastructure infrastructure) {
    infrastructure.database().pause();
    CompletableFuture<Void> answer =
        CompletableFuture.runAsync(
            () -> {
              try {
                execute(infrastructure, "DO 1");
              } catch (SQLException e) {
                throw new AssertionError(e);
              }
            });
    assertThat(infrastructure.database().isRunning()).isTrue();
    await().during(Duration.ofMillis(500)).until(() -> !answer.isDone());
    infrastructure.database().resume();
    assertThat(answer).succeedsWithin(Duration.ofSeconds(10));
  }

  @Test
  void aPausedPartCanBeKilled(LocalInfrastructure infrastructure) {
    Part database = infrastructure.database();
    database.pause();
    database.kill();
    assertThat(database.isRunning()).isFalse();
    database.start();
    assertThat(database.isRunning()).isTrue();
  }

  @Test
  void aTakenPortIsNamed(LocalInfrastructure infrastructure) throws Exception {
    int port =
        URI.create(infrastructure.databaseAccess("order-service").url().substring("jdbc:".length()))
            .getPort();
    infrastructure.database().stop();
    try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThat(taken.isBound()).isTrue();
      assertThatThrownBy(() -> infrastructure.database().start())
          .hasMessage("Port %d of the database is taken by another process".formatted(port));
    } finally {
      infrastructure.database().start();
    }
  }

  private static void send(LocalInfrastructure infrastructure, String key) throws Exception {
    DefaultMQProducer producer = TestClients.producer(infrastructure);
    producer.start();
    try {
      producer.send(TestClients.message(key));
    } finally {
      producer.shutdown();
    }
  }

  private static void execute(LocalInfrastructure infrastructure, String sql) throws SQLException {
    try (Connection root = infrastructure.administer("points_db");
        var statement = root.createStatement()) {
      statement.execute(sql);
    }
  }
}
