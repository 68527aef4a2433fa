package io.github.paymentsuite.lab.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** SIGTERM under load: what was begun is finished, and what is refused is taken by the other. */
class RollingRestartIT extends AcceptanceTest {
  private static final int CLIENTS = 4;

  @Test
  void restartingOneInstanceAfterTheOtherFailsNoRequest() throws InterruptedException {
    ServiceProcess first = system().service(WholeSystem.PAYMENT);
    ServiceProcess second = system().startAnother(WholeSystem.PAYMENT);
    Queue<TestOrder> paid = new ConcurrentLinkedQueue<>();
    Queue<String> failed = new ConcurrentLinkedQueue<>();
    AtomicBoolean over = new AtomicBoolean();
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      Thread client =
          new Thread(
              () -> {
                while (!over.get()) {
                  payAtEither(List.of(first.api(), second.api()), paid, failed);
                }
              },
              "client-" + i);
      clients.add(client);
      client.start();
    }
    try {
      first.stop();
      first.start();
      second.stop();
      second.start();
    } finally {
      over.set(true);
      for (Thread client : clients) {
        client.join();
      }
      second.stop();
    }

    assertThat(failed).isEmpty();
    assertThat(paid).hasSizeGreaterThan(10);
    paid.forEach(AcceptanceTest::assertFulfilledOnce);
  }

  /** As a load balancer does: an instance that takes no connection is passed over. */
  private static void payAtEither(
      List<URI> instances, Queue<TestOrder> paid, Queue<String> failed) {
    TestOrder order = anyOrder();
    for (URI instance : instances) {
      try {
        Reply answer = client().post(instance, "/pay", order.payment());
        if (answer.status() == 200) {
          paid.add(order);
        } else {
          failed.add(answer.status() + " " + answer.body());
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
