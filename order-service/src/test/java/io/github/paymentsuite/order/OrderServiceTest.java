package io.github.paymentsuite.order;

import io.github.paymentsuite.events.PaymentSucceeded;
import io.github.paymentsuite.events.PaymentTopic;
import io.github.paymentsuite.lab.infrastructure.AccessTokenIssuer;
import io.github.paymentsuite.lab.infrastructure.LocalInfrastructure;
import io.github.paymentsuite.starter.PaymentEventConsumption;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The whole service on a real database and a real broker; all tests share one of each. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "server.address=127.0.0.1",
      "management.server.port=0",
      "API_DOCS=true",
      "payment-events.max-attempts=" + OrderServiceTest.MAX_ATTEMPTS,
      // Whatever happens at once has to work without the poll.
      "order.arrival-poll-interval=1h"
    })
abstract class OrderServiceTest {
  static final int MAX_ATTEMPTS = 3;

  @Autowired Orders orders;
  @Autowired UnknownOrders unknownOrders;
  @Autowired PaymentEventConsumption consumption;
  @Autowired JdbcTemplate database;

  @DynamicPropertySource
  static void infrastructure(DynamicPropertyRegistry properties) {
    LocalInfrastructure.shared()
        .environmentOf("order-service")
        .forEach((name, value) -> properties.add(name, () -> value));
    AccessTokenIssuer.shared()
        .environment()
        .forEach((name, value) -> properties.add(name, () -> value));
  }

  /** As the broker does at the last attempt. */
  void giveUp(PaymentSucceeded payment) {
    consumption.consume(TestData.message(PaymentTopic.PAID, MAX_ATTEMPTS, payment));
  }

  /** Whether there is a dead letter of that key that is still to be handled. */
  boolean isOpen(String deadLetterKey) {
    return database.queryForObject(
            "SELECT COUNT(*) FROM dead_letter WHERE message_key = ? AND replayed_at IS NULL",
            Integer.class,
            deadLetterKey)
        == 1;
  }
}
