package io.github.paymentsuite.lab.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * SIGTERM under load: what was begun is finished, and whatever comes next is taken by the other.
 */
class RollingRestartIT extends AcceptanceTest {
  private static final int CLIENTS = 4;
  private static final Duration BETWEEN_PAYMENTS_OF_A_CLIENT = Duration.ofSeconds(1);

  private static final String UNANSWERED = " stays open: the provider said Unknown";

  /** As shipped. A JVM that starts beside it can keep a provider from answering for so long. */
  private static final Duration PROVIDER_TIMEOUT = Duration.ofSeconds(3);

  /** A charge that the provider never got is closed a minute after it was asked for. */
  private static final Duration OPEN_AT_MOST = Duration.ofMinutes(2);

  @Test
  void restartingOneInstanceAfterTheOtherFailsNoRequest() throws Exception {
    TestOrder underWay = anyOrder();
    ServiceProcess first = system().service(WholeSystem.PAYMENT);
    ServiceProcess second = system().startAnother(WholeSystem.PAYMENT);
    Queue<TestOrder> paid = new ConcurrentLinkedQueue<>();
    Queue<TestOrder> open = new ConcurrentLinkedQueue<>();
    Queue<String> failed = new ConcurrentLinkedQueue<>();
    ScheduledExecutorService clients = Executors.newScheduledThreadPool(CLIENTS);
    for (int i = 0; i < CLIENTS; i++) {
      clients.scheduleAtFixedRate(
          () -> payAtEither(List.of(first, second), paid, open, failed),
          0,
          BETWEEN_PAYMENTS_OF_A_CLIENT.toMillis(),
          TimeUnit.MILLISECONDS);
    }
    try {
      first.stop();
      first.start();

      CompletableFuture<Reply> answer =
          CompletableFuture.supplyAsync(
              () ->
                  client().post(second.api(), "/pay", underWay.paymentWith("sim-timeout-charged")));
      await().until(() -> !client().chargeLedger(underWay.orderId()).list().isEmpty());
      second.stop();
      assertThat(answer).isDone();
      assertProcessing(answer.join());
      second.start();
    } finally {
      clients.shutdown();
      assertThat(clients.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
      second.stop();
    }

    assertThat(failed).isEmpty();
    assertThat(paid).hasSizeGreaterThan(10);
    paid.forEach(AcceptanceTest::assertFulfilledOnce);
    for (TestOrder order : open) {
      assertThat(linesOf(first, second))
          .as("it was the provider that kept it open")
          .anyMatch(line -> line.contains("order " + order.orderId() + UNANSWERED));
      assertFulfilledInTheEnd(order);
    }
    await()
        .atMost(SOON)
        .until(() -> "SUCCESS".equals(client().payment(underWay.orderId()).field("status")));
    assertFulfilledOnce(underWay);
  }

  /** As clients do with what is PROCESSING: ask on, and pay again where nothing was charged. */
  private static void assertFulfilledInTheEnd(TestOrder order) {
    await()
        .atMost(OPEN_AT_MOST)
        .until(() -> !"PROCESSING".equals(client().payment(order.orderId()).field("status")));
    if ("FAILED".equals(client().payment(order.orderId()).field("status"))) {
      client().pay(order.payment());
      assertEffectsFollowedOnce(order);
    } else {
      assertFulfilledOnce(order);
    }
  }

  private static List<String> linesOf(ServiceProcess... instances) throws IOException {
    List<String> lines = new ArrayList<>();
    for (ServiceProcess instance : instances) {
      lines.addAll(Files.readAllLines(instance.process().log()));
    }
    return lines;
  }

  /**
   * As a load balancer does: an instance that is not ready, or takes no connection, is passed by.
   *
   * @param open what was PROCESSING when the provider's time was over. Whoever is told so sooner
   *     was let down by the restart
   */
  private static void payAtEither(
      List<ServiceProcess> instances,
      Queue<TestOrder> paid,
      Queue<TestOrder> open,
      Queue<String> failed) {
    TestOrder order;
    try {
      order = anyOrder();
    } catch (RuntimeException notOrdered) {
      failed.add(notOrdered.toString());
      return;
    }
    for (ServiceProcess instance : instances) {
      if (!instance.isReady()) {
        continue;
      }
      try {
        long begin = System.nanoTime();
        Reply answer = client().post(instance.api(), "/pay", order.payment());
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        if (answer.status() == 200) {
          paid.add(order);
        } else if (answer.status() == 202 && took.compareTo(PROVIDER_TIMEOUT) >= 0) {
          open.add(order);
        } else {
          failed.add(answer.status() + " after " + took + " " + answer.body());
        }
        return;
      } catch (RuntimeException noConnection) {
        if (!(noConnection.getCause() instanceof ConnectException)) {
          failed.add(noConnection + " / " + noConnection.getCause());
          return;
        }
      }
    }
    failed.add("no instance took the connection");
  }
}
