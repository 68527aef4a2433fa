package io.github.paymentsuite.lab.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The simulator in this process, spoken to over real HTTP, on a clock that the test moves. */
final class RunningSimulator implements AutoCloseable {

  static final Duration LATE = Duration.ofSeconds(4);
  static final Duration PENDING = Duration.ofSeconds(3);

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final AtomicInteger ATTEMPTS = new AtomicInteger();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final SettableClock clock;
  private final ConfigurableApplicationContext context;

  private RunningSimulator(SettableClock clock, ConfigurableApplicationContext context) {
    this.clock = clock;
    this.context = context;
  }

  static RunningSimulator start(Path directory, SettableClock clock, String... options) {
    Stream<String> defaults =
        Stream.of("server.port=0", "simulator.silence=10ms", "simulator.directory=" + directory);
    return new RunningSimulator(
        clock,
        new SpringApplicationBuilder(ProviderSimulatorApplication.class)
            .initializers(
                (GenericApplicationContext application) ->
                    application.registerBean(
                        "settableClock", Clock.class, () -> clock, bean -> bean.setPrimary(true)))
            .run(
                Stream.concat(defaults, Stream.of(options))
                    .map("--"::concat)
                    .toArray(String[]::new)));
  }

  /** An answer; its body is an object in all cases but the ledgers. */
  record Answer(int status, String text) {

    Map<String, Object> body() {
      return JSON.readValue(text, new TypeReference<Map<String, Object>>() {});
    }

    Object get(String field) {
      return body().get(field);
    }
  }

  static String newAttemptNo() {
    return "A" + ATTEMPTS.incrementAndGet();
  }

  static String orderIdOf(String attemptNo) {
    return "ORDER_" + attemptNo;
  }

  /** A request for 99.00 that has a minute's time. */
  Map<String, Object> chargeRequest(String attemptNo, String authCode) {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("attemptNo", attemptNo);
    request.put("orderId", orderIdOf(attemptNo));
    request.put("amount", "99.00");
    request.put("currency", "CNY");
    request.put("deadline", clock.instant().plusSeconds(60).toString());
    if (authCode != null) {
      request.put("authCode", authCode);
    }
    return request;
  }

  Answer charge(String attemptNo, String authCode) {
    return post("/charges", chargeRequest(attemptNo, authCode));
  }

  Answer chargeBefore(Instant deadline, String attemptNo, String authCode) {
    Map<String, Object> request = chargeRequest(attemptNo, authCode);
    request.put("deadline", deadline.toString());
    return post("/charges", request);
  }

  Answer query(String attemptNo) {
    return get("/charges/" + attemptNo);
  }

  Answer reverse(String attemptNo) {
    return post("/charges/" + attemptNo + "/reverse", Map.of());
  }

  Answer refund(String refundNo, String attemptNo, String amount) {
    return post("/refunds", Map.of("refundNo", refundNo, "attemptNo", attemptNo, "amount", amount));
  }

  Answer send(String outId, String phone) {
    return post(
        "/sms",
        Map.of("outId", outId, "orderId", "ORDER_" + outId, "phone", phone, "text", "Paid: 99.00"));
  }

  List<Map<String, Object>> chargesOf(String attemptNo) {
    return list("/ledger/charges?orderId=" + orderIdOf(attemptNo));
  }

  List<Map<String, Object>> messagesOf(String outId) {
    return list("/ledger/sms?orderId=ORDER_" + outId);
  }

  List<Map<String, Object>> list(String path) {
    return JSON.readValue(get(path).text(), new TypeReference<List<Map<String, Object>>>() {});
  }

  Answer get(String path) {
    return call(HttpRequest.newBuilder(uri(path)).build());
  }

  Answer post(String path, Map<String, Object> body) {
    return post(path, JSON.writeValueAsString(body));
  }

  Answer post(String path, String body) {
    return call(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  /** What the issuer answers a client. */
  Answer token(String idAndSecret, String more) {
    return call(
        HttpRequest.newBuilder(uri("/oauth2/token"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header(
                "Authorization",
                "Basic "
                    + Base64.getEncoder()
                        .encodeToString(idAndSecret.getBytes(StandardCharsets.UTF_8)))
            .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials" + more))
            .build());
  }

  @Override
  public void close() {
    context.close();
  }

  private URI uri(String path) {
    String port = context.getEnvironment().getRequiredProperty("local.server.port");
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private Answer call(HttpRequest request) {
    try {
      var response = http.send(request, BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
