package io.github.paymentsuite.order;

import io.github.paymentsuite.lab.infrastructure.LocalInfrastructure;
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
      "payment-events.max-attempts=" + OrderServiceTest.MAX_ATTEMPTS
    })
abstract class OrderServiceTest {
  static final int MAX_ATTEMPTS = 3;

  @Autowired Orders orders;
  @Autowired JdbcTemplate database;

  @DynamicPropertySource
  static void infrastructure(DynamicPropertyRegistry properties) {
    LocalInfrastructure.shared()
        .environmentOf("order-service")
        .forEach((name, value) -> properties.add(name, () -> value));
  }
}
