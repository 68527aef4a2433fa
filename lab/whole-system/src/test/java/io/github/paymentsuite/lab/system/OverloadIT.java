package io.github.paymentsuite.lab.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.paymentsuite.lab.infrastructure.AtOnce;
import io.github.paymentsuite.lab.infrastructure.Part;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * More customers at once than there are places, while a part hangs that each of them needs: who
 * gets no place is told so before anything is charged, and in the end everybody has paid once.
 */
class OverloadIT extends AcceptanceTest {
  /** As shipped: {@code payment.max-under-way}. */
  private static final int PLACES = 100;

  private static final int CROWD = PLACES + 30;

  /** Of those who come when everything works. */
  private static final int CLIENTS = 32;

  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  @Test
  void whileTheProviderHangsTheRestIsRefused() {
    List<TestOrder> crowd = crowd();
    ServiceProcess provider = system().service(WholeSystem.SIMULATOR);
    Map<TestOrder, Reply> answers;
    provider.process().pause();
    try {
      answers = payInTime(crowd);
    } finally {
      provider.process().resume();
    }

    assertRefusedBeyondThePlaces(answers);
    assertEverybodyPaysOnce(crowd);
  }

  @Test
  void whileTheBrokerHangsTheRestIsRefused() {
    List<TestOrder> crowd = crowd();
    Part broker = system().infrastructure().broker();
    Map<TestOrder, Reply> answers;
    broker.pause();
    try {
      answers = payInTime(crowd);
    } finally {
      broker.resume();
    }

    assertRefusedBeyondThePlaces(answers);
    assertEverybodyPaysOnce(crowd);
  }

  @Test
  void whileTheDatabaseHangsNobodyIsCharged() {
    List<TestOrder> crowd = crowd();
    Part database = system().infrastructure().database();
    database.pause();
    try {
      Map<TestOrder, Reply> answers = payInTime(crowd);

      assertThat(answers.values()).allSatisfy(OverloadIT::assertRefused);
      crowd.forEach(OverloadIT::assertNotCharged);
    } finally {
      database.resume();
    }

    assertEverybodyPaysOnce(crowd);
  }

  private static void assertRefusedBeyondThePlaces(Map<TestOrder, Reply> answers) {
    List<TestOrder> refused =
        answers.keySet().stream().filter(order -> answers.get(order).status() != 202).toList();
    // A place that becomes free in the meantime is given to the next.
    assertThat(refused).isNotEmpty().hasSizeLessThanOrEqualTo(CROWD - PLACES);
    for (TestOrder order : refused) {
      assertRefused(answers.get(order));
      assertNotCharged(order);
      assertThat(rows("payment_db.payment_attempt", order.orderId())).isZero();
    }
  }

  private static void assertRefused(Reply answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(503);
    assertThat(answer.field("code")).isIn("too_many_payments", "unavailable");
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
  }

  private static void assertNotCharged(TestOrder order) {
    assertThat(client().chargeLedger(order.orderId()).list()).isEmpty();
  }

  /** Whoever asks again gets there; an attempt that was never charged has to run out before. */
  private static void assertEverybodyPaysOnce(List<TestOrder> crowd) {
    AtOnce.forEach(
        crowd,
        CLIENTS,
        order ->
            await()
                .atMost(Duration.ofMinutes(2))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> pay(order).status() == 200));
    AtOnce.forEach(crowd, CLIENTS, AcceptanceTest::assertFulfilledOnce);
  }

  private static List<TestOrder> crowd() {
    List<TestOrder> crowd = Stream.generate(TestOrder::any).limit(CROWD).toList();
    AtOnce.forEach(crowd, CLIENTS, AcceptanceTest::ordered);
    return crowd;
  }

  /** All at the same time; ten seconds at most for each, whatever happens. */
  private static Map<TestOrder, Reply> payInTime(List<TestOrder> crowd) {
    Map<TestOrder, Reply> answers = new ConcurrentHashMap<>();
    SuiteClient client = client();
    AtOnce.forEach(
        crowd,
        CROWD,
        order -> {
          long begin = System.nanoTime();
          answers.put(order, client.pay(order.payment()));
          assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(TEN_SECONDS);
        });
    return new LinkedHashMap<>(answers);
  }
}
