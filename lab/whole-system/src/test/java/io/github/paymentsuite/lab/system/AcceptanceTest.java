package io.github.paymentsuite.lab.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.alibaba.fastjson2.JSONArray;
import com.alibaba.fastjson2.JSONObject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * What every acceptance test speaks with. Everything is seen from outside: through HTTP, and
 * through the provider's own ledgers, which are the witness. Tables are read only where "nothing
 * happened" has to be shown.
 */
@ExtendWith(RunningSystem.class)
@ResourceLock("the system that they share")
abstract class AcceptanceTest {
  /** Longer than a consumer group needs to notice that an instance is gone. */
  static final Duration SOON = Duration.ofSeconds(60);

  private static final List<String> TABLES_OF_EFFECTS =
      List.of(
          "payment_db.payment_record",
          "order_db.order_case",
          "points_db.points_record",
          "notify_db.notification");

  static WholeSystem system() {
    return RunningSystem.system();
  }

  static SuiteClient client() {
    return system().client();
  }

  /**
   * The customer has a phone and has ordered. Both may be asked for again: a service whose database
   * an earlier test had cut off may still find a dead connection, and says 503 until it has found
   * all.
   */
  static TestOrder ordered(TestOrder order) {
    await()
        .atMost(SOON)
        .pollDelay(Duration.ZERO)
        .until(() -> client().putContact(order.userId(), order.phone()).status() == 200);
    await()
        .atMost(SOON)
        .pollDelay(Duration.ZERO)
        .until(
            () ->
                client().createOrder(order.orderId(), order.userId(), order.amount()).status() / 100
                    == 2);
    return order;
  }

  static TestOrder anyOrder() {
    return ordered(TestOrder.any());
  }

  static Reply pay(TestOrder order) {
    return client().pay(order.payment());
  }

  static Reply pay(TestOrder order, String authCode) {
    return client().pay(order.paymentWith(authCode));
  }

  static void assertPaid(Reply answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.field("status")).isEqualTo("SUCCESS");
    assertThat(answer.field("payTime")).isNotNull();
  }

  static void assertProcessing(Reply answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    assertThat(answer.field("status")).isEqualTo("PROCESSING");
    assertThat(answer.headers().firstValue("Location"))
        .hasValue("/payments/" + answer.field("orderId"));
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
  }

  static void assertProblem(Reply answer, int status, String code) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
    assertThat(answer.field("code")).isEqualTo(code);
  }

  /** Everything that follows a payment comes true, and each of it once. */
  static void assertFulfilledOnce(TestOrder order) {
    assertEffectsFollowedOnce(order);
    assertChargedOnce(order);
  }

  /** The same, whatever attempts went before. */
  static void assertEffectsFollowedOnce(TestOrder order) {
    await()
        .atMost(SOON)
        .pollDelay(Duration.ZERO)
        .untilAsserted(
            () -> {
              assertThat(client().order(order.orderId()).field("status")).isEqualTo("PAID");
              assertThat(client().points(order.userId())).isEqualTo(order.points());
              assertThat(statusOfNotifications(order)).containsExactly("SENT");
            });
    assertThat(client().payment(order.orderId()).field("status")).isEqualTo("SUCCESS");
    assertThat(client().smsLedger(order.orderId()).list()).hasSize(1);
    assertThat(client().pointsRecords(order.userId()).list()).hasSize(1);
    assertThat(client().cases(order.orderId()).list()).isEmpty();
  }

  /** By the provider's own word. */
  static void assertChargedOnce(TestOrder order) {
    JSONArray charges = client().chargeLedger(order.orderId()).list();
    assertThat(charges).hasSize(1);
    JSONObject charge = charges.getJSONObject(0);
    assertThat(charge.getString("status")).isEqualTo("PAID");
    assertThat(charge.getString("amount")).isEqualTo(order.amount());
    assertThat(charge.getString("attemptNo"))
        .isEqualTo(client().payment(order.orderId()).field("paymentNo"));
  }

  /** The order is as it was, and nobody has a row about its payment. */
  static void assertNothingFollowed(TestOrder order) {
    assertThat(client().order(order.orderId()).field("status")).isEqualTo("CREATED");
    assertThat(client().points(order.userId())).isZero();
    assertThat(client().smsLedger(order.orderId()).list()).isEmpty();
    for (String table : TABLES_OF_EFFECTS) {
      assertThat(rows(table, order.orderId())).as(table).isZero();
    }
  }

  static long rows(String table, String orderId) {
    return rowsWhere(table, "order_id = '%s'".formatted(orderId));
  }

  static long rowsWhere(String table, String condition) {
    try (Connection root = system().infrastructure().administer("payment_db");
        ResultSet result =
            root.createStatement()
                .executeQuery("SELECT COUNT(*) FROM %s WHERE %s".formatted(table, condition))) {
      result.next();
      return result.getLong(1);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  static void asAdministrator(String schema, String... statements) {
    try (Connection root = system().infrastructure().administer(schema)) {
      for (String statement : statements) {
        root.createStatement().execute(statement);
      }
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** What becomes of this payment is RocketMQ's doing: the sweep would heal what that does not. */
  static void holdOffTheSweep(TestOrder order) {
    asAdministrator(
        "payment_db",
        """
        UPDATE payment_record SET next_sweep_at = next_sweep_at + INTERVAL 1 HOUR
         WHERE order_id = '%s'
        """
            .formatted(order.orderId()));
  }

  /** What is open stays open while the test looks at it, however slow the machine is. */
  static void holdOffTheResolver(TestOrder order) {
    asAdministrator(
        "payment_db",
        """
        UPDATE payment_attempt SET busy_until = busy_until + INTERVAL 15 SECOND
         WHERE order_id = '%s'
        """
            .formatted(order.orderId()));
  }

  /** The database refuses this order's rows in that table, until {@link #acceptRows}. */
  static void refuseRows(String schema, String table, TestOrder order) {
    asAdministrator(
        schema,
        """
        CREATE TRIGGER refuse_rows BEFORE INSERT ON %s FOR EACH ROW
        BEGIN
          IF NEW.order_id = '%s' THEN
            SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'refused by the test';
          END IF;
        END
        """
            .formatted(table, order.orderId()));
  }

  static void acceptRows(String schema) {
    asAdministrator(schema, "DROP TRIGGER refuse_rows");
  }

  private static List<String> statusOfNotifications(TestOrder order) {
    Reply answer = client().notifications(order.orderId());
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.list().stream()
        .map(notification -> ((JSONObject) notification).getString("status"))
        .toList();
  }
}
