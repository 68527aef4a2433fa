package io.github.paymentsuite.order;

import static io.github.paymentsuite.order.TestData.AMOUNT;
import static io.github.paymentsuite.order.TestData.anyOrderId;
import static io.github.paymentsuite.order.TestData.anyUserId;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.github.paymentsuite.lab.infrastructure.LocalInfrastructure;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What every service relies on in a session, whatever the server gives new ones. */
class DatabaseSessionTest extends OrderServiceTest {
  @Autowired private HikariDataSource pool;

  @Test
  void aStatementOutsideATransactionIsCommitted() throws Exception {
    String orderId = anyOrderId();
    try (Connection other = LocalInfrastructure.shared().administer("order_db");
        Statement statement = other.createStatement()) {
      statement.execute("SET GLOBAL autocommit = 0");
      try {
        pool.getHikariPoolMXBean().softEvictConnections();
        orders.create(orderId, anyUserId(), AMOUNT);
      } finally {
        statement.execute("SET GLOBAL autocommit = 1");
      }
      try (ResultSet found =
          statement.executeQuery("SELECT 1 FROM orders WHERE order_id = '" + orderId + "'")) {
        assertThat(found.next()).as("seen by another session").isTrue();
      }
    } finally {
      pool.getHikariPoolMXBean().softEvictConnections();
    }
  }

  @Test
  void aTransactionReadsWhatIsCommitted() {
    assertThat(
            database.queryForList(
                "SHOW VARIABLES WHERE Variable_name IN ('transaction_isolation', 'tx_isolation')"))
        .isNotEmpty()
        .allSatisfy(row -> assertThat(row).containsValue("READ-COMMITTED"));
  }
}
