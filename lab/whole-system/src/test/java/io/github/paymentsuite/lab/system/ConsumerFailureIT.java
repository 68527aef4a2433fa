package io.github.paymentsuite.lab.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scenario 4: a consumer fails; RocketMQ's retries complete its work once it is back. */
class ConsumerFailureIT extends AcceptanceTest {
  @ParameterizedTest
  @ValueSource(strings = {WholeSystem.ORDER, WholeSystem.POINTS, WholeSystem.NOTIFY})
  void aConsumerThatLostItsDatabaseCatchesUp(String service) {
    TestOrder order = anyOrder();
    system().link(service).database().cut();
    try {
      payUnswept(order);
      awaitTheOthers(service, order);
      assertNotYet(service, order);
    } finally {
      system().link(service).database().restore();
    }

    assertFulfilledOnce(order);
  }

  @ParameterizedTest
  @ValueSource(strings = {WholeSystem.ORDER, WholeSystem.POINTS, WholeSystem.NOTIFY})
  void aConsumerThatWasKilledCatchesUp(String service) {
    TestOrder order = anyOrder();
    system().service(service).kill();
    payUnswept(order);
    awaitTheOthers(service, order);

    system().service(service).start();

    assertFulfilledOnce(order);
  }

  @Test
  void twoInstancesShareTheWorkAndOneTakesOverFromTheOther() {
    ServiceProcess second = system().startAnother(WholeSystem.POINTS);
    try {
      List<TestOrder> orders = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        TestOrder order = anyOrder();
        orders.add(order);
        payUnswept(order);
        if (i == 10) {
          second.kill();
        }
      }
      orders.forEach(AcceptanceTest::assertFulfilledOnce);
    } finally {
      second.stop();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {WholeSystem.ORDER, WholeSystem.NOTIFY})
  void twoInstancesThatLoseTheirDatabaseCatchUpOnceInEffect(String service) {
    ServiceProcess second = system().startAnother(service);
    try {
      List<TestOrder> orders = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        orders.add(anyOrder());
      }
      system().link(service).database().cut();
      orders.forEach(ConsumerFailureIT::payUnswept);
      orders.forEach(order -> awaitTheOthers(service, order));
      system().link(service).database().restore();

      orders.forEach(AcceptanceTest::assertFulfilledOnce);
    } finally {
      system().link(service).database().restore();
      second.stop();
    }
  }

  private static void payUnswept(TestOrder order) {
    assertPaid(pay(order));
    holdOffTheSweep(order);
  }

  private static void awaitTheOthers(String failing, TestOrder order) {
    if (!failing.equals(WholeSystem.ORDER)) {
      await()
          .atMost(SOON)
          .until(() -> "PAID".equals(client().order(order.orderId()).field("status")));
    }
    if (!failing.equals(WholeSystem.POINTS)) {
      await().atMost(SOON).until(() -> client().points(order.userId()) == order.points());
    }
    if (!failing.equals(WholeSystem.NOTIFY)) {
      await().atMost(SOON).until(() -> !client().smsLedger(order.orderId()).list().isEmpty());
    }
  }

  /** Read past the service, whose own database link is cut. */
  private static void assertNotYet(String service, TestOrder order) {
    switch (service) {
      case WholeSystem.ORDER ->
          assertThat(
                  rowsWhere(
                      "order_db.orders",
                      "status = 'CREATED' AND order_id = '%s'".formatted(order.orderId())))
              .isEqualTo(1);
      case WholeSystem.POINTS ->
          assertThat(rows("points_db.points_record", order.orderId())).isZero();
      case WholeSystem.NOTIFY -> assertThat(client().smsLedger(order.orderId()).list()).isEmpty();
      default -> throw new IllegalArgumentException(service);
    }
  }
}
