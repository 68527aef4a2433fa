package io.github.paymentsuite.payment;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.paymentsuite.events.Money;
import io.github.paymentsuite.lab.infrastructure.AccessTokenIssuer;
import io.github.paymentsuite.lab.infrastructure.LocalInfrastructure;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.client.EntityExchangeResult;
import org.springframework.test.web.servlet.client.RestTestClient;

/** The service in this JVM, on a real database and a real broker; only the provider is scripted. */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "management.server.port=0",
      "payment.provider.timeout=1s",
      "payment.provider.first-query-after=200ms",
      "payment.resolver.poll-interval=100ms",
      "payment.fulfilment.poll-interval=200ms"
    })
abstract class PaymentServiceTest {
  static final ScriptedProvider PROVIDER = new ScriptedProvider();
  static final long USER = 10001;

  /** Of an attempt that is to be left alone. */
  static final Instant NEVER_DUE = Instant.parse("2099-01-01T00:00:00Z");

  @LocalServerPort private int port;
  @Autowired JdbcClient database;

  @DynamicPropertySource
  static void surroundings(DynamicPropertyRegistry registry) {
    LocalInfrastructure.shared()
        .environmentOf("payment-service")
        .forEach((name, value) -> registry.add(name, () -> value));
    AccessTokenIssuer.shared()
        .environment()
        .forEach((name, value) -> registry.add(name, () -> value));
    registry.add("PAYMENT_PROVIDER_URL", PROVIDER::url);
    registry.add("SERVICE_CLIENT_SECRET", () -> "known to the scripted issuer");
    registry.add("JWT_TOKEN_URI", () -> PROVIDER.url() + "/oauth2/token");
  }

  static String anyOrderId() {
    return "ORDER_" + UUID.randomUUID().toString().replace("-", "");
  }

  static String attemptNoOf(String orderId) {
    return ScriptedProvider.text(PROVIDER.chargesOf(orderId).get(0), "attemptNo");
  }

  static PaymentRequest request(String orderId) {
    return new PaymentRequest(orderId, USER, Money.parse("99.00"), null);
  }

  static String body(String orderId, long userId, String amount) {
    return "{\"orderId\":\"%s\",\"userId\":%d,\"amount\":%s}".formatted(orderId, userId, amount);
  }

  static String body(String orderId) {
    return body(orderId, USER, "99.00");
  }

  EntityExchangeResult<String> pay(String body) {
    return pay(body, null);
  }

  EntityExchangeResult<String> pay(String body, String idempotencyKey) {
    RestTestClient.RequestBodySpec request =
        http().post().uri("/pay").contentType(MediaType.APPLICATION_JSON);
    if (idempotencyKey != null) {
      request.header("Idempotency-Key", idempotencyKey);
    }
    return request.body(body).exchange().returnResult(String.class);
  }

  EntityExchangeResult<String> get(String path) {
    return http().get().uri(path).exchange().returnResult(String.class);
  }

  RestTestClient http() {
    return RestTestClient.bindToServer(new JdkClientHttpRequestFactory())
        .defaultHeader("Authorization", AccessTokenIssuer.shared().everything())
        .baseUrl("http://127.0.0.1:" + port)
        .build();
  }

  long rows(String table, String orderId) {
    return database
        .sql("SELECT COUNT(*) FROM " + table + " WHERE order_id = ?")
        .param(orderId)
        .query(Long.class)
        .single();
  }

  String stateOfOnlyAttempt(String orderId) {
    return database
        .sql("SELECT state FROM payment_attempt WHERE order_id = ?")
        .param(orderId)
        .query(String.class)
        .single();
  }

  static void assertProblem(EntityExchangeResult<String> answer, int status, String code) {
    assertThat(answer.getStatus().value()).as(answer.getResponseBody()).isEqualTo(status);
    assertThat(answer.getResponseHeaders().getContentType())
        .isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
    assertThat(answer.getResponseBody()).contains("\"code\":\"" + code + "\"");
  }

  static void assertAnswer(
      EntityExchangeResult<String> answer, int status, Map<String, String> fields) {
    assertThat(answer.getStatus().value()).as(answer.getResponseBody()).isEqualTo(status);
    fields.forEach(
        (name, value) ->
            assertThat(answer.getResponseBody()).contains("\"%s\":%s".formatted(name, value)));
  }
}
