package io.github.paymentsuite.lab.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.paymentsuite.events.Money;
import io.github.paymentsuite.events.PaymentSucceeded;
import io.github.paymentsuite.events.PaymentSucceededCodec;
import io.github.paymentsuite.events.PaymentTopic;
import io.github.paymentsuite.lab.system.ServiceProcess;
import io.github.paymentsuite.lab.system.SuiteClient;
import io.github.paymentsuite.lab.system.WholeSystem;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.apache.rocketmq.acl.common.AclClientRPCHook;
import org.apache.rocketmq.acl.common.SessionCredentials;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.remoting.RPCHook;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** No input makes a service load a class, call a setter of it, or call a stranger. */
@ExtendWith(FuzzedSystem.class)
class DeserialisationIT {
  private static final Duration AT_ONCE = Duration.ofSeconds(30);
  private static final int NOISE = 200;

  private LoopbackListener stranger;

  @BeforeEach
  void listen() throws IOException {
    stranger = new LoopbackListener();
  }

  @AfterEach
  void close() throws IOException {
    stranger.close();
  }

  @Test
  void theCanaryLeavesAMarkAndTheListenerCounts(@TempDir Path folder) throws Exception {
    Path mark = folder.resolve("mark");
    System.setProperty(Canary.MARKS, mark.toString());
    URL alone = Canary.onItsOwn(folder.resolve("canary")).toUri().toURL();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {alone}, null)) {
      Class.forName(Canary.class.getName(), true, loader);
    } finally {
      System.clearProperty(Canary.MARKS);
    }
    new Socket("127.0.0.1", stranger.port()).close();

    assertThat(mark).exists();
    await().atMost(AT_ONCE).until(() -> stranger.calls() == 1);
  }

  @Test
  void overHttpNoneIsMoreThanARefusedText(WatchedSystem watched) throws Exception {
    WholeSystem system = watched.system();
    List<String> bodies = new ArrayList<>();
    for (String payload : Payloads.calling(stranger.port())) {
      bodies.add(payload);
      bodies.add("{\"orderId\":%s,\"userId\":1,\"amount\":1.00}".formatted(payload));
      bodies.add("{\"orderId\":\"X\",\"userId\":1,\"amount\":%s}".formatted(payload));
      bodies.add("{\"orderId\":\"X\",\"userId\":1,\"amount\":1.00,\"x\":%s}".formatted(payload));
      bodies.add("{\"phone\":%s}".formatted(payload));
      bodies.add("{\"ids\":[%s]}".formatted(payload));
      bodies.add("{\"paymentNos\":%s}".formatted(payload));
    }
    awaitNothingUnderWay(system);
    Map<String, String> before = Tables.checksums(system.infrastructure());

    for (String body : bodies) {
      for (Sent sent : everyWrite(system)) {
        Request request =
            new Request(
                    sent.method(), sent.path(), Map.of("Authorization", "Bearer " + sent.token()))
                .json(body);
        Wire.Outcome outcome = Wire.exchange(sent.port(), Input.refused("", request.bytes()));
        assertThat(outcome.statuses()).as(body).singleElement().satisfies(this::isRefusal);
      }
    }

    assertThat(Tables.checksums(system.infrastructure())).isEqualTo(before);
    assertNothingWasLoaded(watched);
  }

  @Test
  void overTheBrokerEachIsADeadLetterAtOnce(WatchedSystem watched) throws Exception {
    WholeSystem system = watched.system();
    List<byte[]> bodies = new ArrayList<>();
    for (String payload : Payloads.calling(stranger.port())) {
      bodies.add(payload.getBytes(UTF_8));
      bodies.add(event().replace("\"99.00\"", payload).getBytes(UTF_8));
      bodies.add(event().replace("\"A1\"", payload).getBytes(UTF_8));
    }
    SplittableRandom random = new SplittableRandom(Long.getLong("fuzz.seed"));
    for (int i = 0; i < NOISE; i++) {
      bodies.add(Noise.cut(random, Noise.damaged(random, event().getBytes(UTF_8))));
      bodies.add(Noise.bytes(random, 5000));
    }
    bodies.add(new byte[3 * 1024 * 1024]);
    bodies.removeIf(body -> body.length == 0);
    List<Long> before = deadLetters(system);

    DefaultMQProducer producer = producer(system);
    producer.start();
    try {
      for (byte[] body : bodies) {
        producer.send(new Message(PaymentTopic.NAME, PaymentTopic.PAID, "fuzz", body));
      }
    } finally {
      producer.shutdown();
    }

    List<Long> expected = before.stream().map(count -> count + bodies.size()).toList();
    await().atMost(AT_ONCE).until(() -> deadLetters(system).equals(expected));
    assertNothingWasLoaded(watched);
    assertAPaymentIsFulfilled(system);
  }

  /** And not for its sender. */
  private void isRefusal(int status) {
    assertThat(status).isBetween(400, 499).isNotIn(401, 403, 404, 429);
  }

  private void assertNothingWasLoaded(WatchedSystem watched) throws IOException {
    List<String> loaded = watched.loadedClasses();
    assertThat(loaded).anyMatch(line -> line.contains(PaymentSucceededCodec.class.getName() + " "));
    assertThat(loaded)
        .noneMatch(line -> Payloads.GADGETS.stream().anyMatch(name -> line.contains(name + " ")));
    assertThat(watched.marks()).isEmptyDirectory();
    assertThat(Files.exists(watched.marks())).isTrue();
    assertThat(stranger.calls()).isZero();
  }

  private static void assertAPaymentIsFulfilled(WholeSystem system) {
    SuiteClient client = system.client();
    String orderId = "ORDER_" + UUID.randomUUID();
    assertThat(client.createOrder(orderId, 77, "5.00").status()).isEqualTo(201);
    assertThat(client.pay(orderId, 77, "5.00").status()).isIn(200, 202);
    await().atMost(AT_ONCE).until(() -> "PAID".equals(client.order(orderId).field("status")));
    await().atMost(AT_ONCE).until(() -> client.points(77) == 5);
  }

  /** What is still to be done for payments of other tests changes rows, too. */
  private static void awaitNothingUnderWay(WholeSystem system) {
    await()
        .atMost(AT_ONCE)
        .until(
            () ->
                Tables.count(
                        system.infrastructure(),
                        "SELECT COUNT(*) FROM payment_db.payment_record WHERE fulfilled_at IS NULL")
                    == 0);
  }

  /** The worst that can be: somebody who has got hold of the publisher's own credentials. */
  private static DefaultMQProducer producer(WholeSystem system) {
    Map<String, String> stolen = system.infrastructure().environmentOf(WholeSystem.PAYMENT);
    RPCHook signature =
        new AclClientRPCHook(
            new SessionCredentials(
                stolen.get("ROCKETMQ_ACCESS_KEY"), stolen.get("ROCKETMQ_SECRET_KEY")));
    DefaultMQProducer producer = new DefaultMQProducer("payment_resend_producer_group", signature);
    producer.setNamesrvAddr(system.infrastructure().nameServerAddress());
    return producer;
  }

  private static List<Long> deadLetters(WholeSystem system) {
    return List.of("order_db", "points_db", "notify_db").stream()
        .map(
            schema ->
                Tables.count(
                    system.infrastructure(),
                    "SELECT COUNT(*) FROM %s.dead_letter WHERE attempts = 1".formatted(schema)))
        .toList();
  }

  private static String event() {
    return new String(
        PaymentSucceededCodec.encode(
            PaymentSucceeded.of(
                "A1", "NEVER", 10001, Money.parse("99.00"), Instant.parse("2026-01-31T12:00:00Z"))),
        UTF_8);
  }

  private record Sent(URI port, String method, String path, String token) {}

  private static List<Sent> everyWrite(WholeSystem system) {
    ServiceProcess order = system.service(WholeSystem.ORDER);
    String app = system.client().tokens().app();
    String operator = system.client().tokens().operator();
    return List.of(
        new Sent(system.service(WholeSystem.PAYMENT).api(), "POST", "/pay", app),
        new Sent(order.api(), "POST", "/orders", app),
        new Sent(system.service(WholeSystem.NOTIFY).api(), "PUT", "/users/1/contact", app),
        new Sent(order.management(), "POST", "/internal/fulfilments", operator),
        new Sent(order.management(), "POST", "/internal/dead-letters/replay", operator));
  }
}
