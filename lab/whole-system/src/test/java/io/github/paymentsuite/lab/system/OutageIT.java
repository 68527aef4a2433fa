package io.github.paymentsuite.lab.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.paymentsuite.lab.infrastructure.BrokerAdministration;
import io.github.paymentsuite.lab.infrastructure.Part;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A part that everybody needs is gone, or hangs: what was charged completes once it is back. */
class OutageIT extends AcceptanceTest {
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  @Test
  void aPaymentThatTheBrokerDidNotTakeCompletesWhenItIsBack() {
    Part broker = system().infrastructure().broker();
    broker.kill();
    TestOrder order = anyOrder();
    try {
      assertProcessing(payInTime(order));
      assertProcessing(payInTime(order));
      assertNothingFollowed(order);
    } finally {
      broker.start();
    }

    assertFulfilledOnce(order);
  }

  @Test
  void aPaymentDuringWhichTheBrokerHungCompletesOnce() {
    Part broker = system().infrastructure().broker();
    List<TestOrder> orders = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      orders.add(anyOrder());
    }
    broker.pause();
    try {
      orders.forEach(order -> assertProcessing(payInTime(order)));
    } finally {
      broker.resume();
    }

    orders.forEach(AcceptanceTest::assertFulfilledOnce);
  }

  @Test
  void aPaymentWhoseHalfMessageIsNotFlushedInTimeCompletesOnce() throws IOException {
    BrokerAdministration broker = system().infrastructure().brokerAdministration();
    String limit = broker.settings().getProperty("syncFlushTimeout");
    List<TestOrder> orders = Stream.generate(AcceptanceTest::anyOrder).limit(5).toList();
    List<Integer> answers = new ArrayList<>();
    broker.set("syncFlushTimeout", "0");
    try {
      orders.forEach(order -> answers.add(payInTime(order).status()));
    } finally {
      broker.set("syncFlushTimeout", limit);
    }

    // Now and then the disk is quicker than the watch of the time that is over at once.
    assertThat(answers).contains(202).isSubsetOf(200, 202);
    orders.forEach(AcceptanceTest::assertFulfilledOnce);
  }

  @Test
  void paymentsGoOnWithoutTheNameServer() {
    Part nameServer = system().infrastructure().nameServer();
    TestOrder order = anyOrder();
    nameServer.kill();
    try {
      assertPaid(payInTime(order));
      assertFulfilledOnce(order);
    } finally {
      nameServer.start();
    }
  }

  @Test
  void nobodyIsChargedWhileTheDatabaseHangs() {
    TestOrder order = anyOrder();
    Part database = system().infrastructure().database();
    database.pause();
    try {
      Reply answer = payInTime(order);
      assertProblem(answer, 503, "unavailable");
      assertThat(answer.headers().firstValue("Retry-After")).isPresent();
      assertThat(client().chargeLedger(order.orderId()).list()).isEmpty();
    } finally {
      database.resume();
    }

    // An attempt that was committed unseen is never charged; it has to run out before the next.
    await()
        .atMost(Duration.ofSeconds(120))
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> pay(order).status() == 200);
    assertFulfilledOnce(order);
  }

  @Test
  void aPaymentDuringWhichTheProviderHungIsSettledWhenItIsBack() {
    ServiceProcess provider = system().service(WholeSystem.SIMULATOR);
    TestOrder order = anyOrder();
    provider.process().pause();
    try {
      assertProcessing(payInTime(order));
    } finally {
      provider.process().resume();
    }

    // The request was with the provider, which took the money when it came to itself.
    assertFulfilledOnce(order);
  }

  /** Ten seconds at most, whatever happens. */
  private static Reply payInTime(TestOrder order) {
    long begin = System.nanoTime();
    Reply answer = pay(order);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(TEN_SECONDS);
    return answer;
  }
}
