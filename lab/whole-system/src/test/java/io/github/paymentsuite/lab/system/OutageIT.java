package io.github.paymentsuite.lab.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.paymentsuite.lab.infrastructure.BrokerAdministration;
import io.github.paymentsuite.lab.infrastructure.Part;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A part that everybody needs is gone: what was charged completes once it is back. */
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

  /** As by a broker whose disk is full. */
  @Test
  void aPaymentWhoseHalfMessageIsRefusedCompletesOnce() throws IOException {
    BrokerAdministration broker = system().infrastructure().brokerAdministration();
    String limit = broker.settings().getProperty("maxMessageSize");
    TestOrder order = anyOrder();
    broker.set("maxMessageSize", "10");
    try {
      assertProcessing(payInTime(order));
      assertNothingFollowed(order);
    } finally {
      broker.set("maxMessageSize", limit);
    }

    assertFulfilledOnce(order);
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

  /** Ten seconds at most, whatever happens. */
  private static Reply payInTime(TestOrder order) {
    long begin = System.nanoTime();
    Reply answer = pay(order);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(TEN_SECONDS);
    return answer;
  }
}
