package io.github.paymentsuite.starter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.paymentsuite.lab.infrastructure.AccessTokenIssuer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.test.web.servlet.client.RestTestClient;

/** A service that verifies tokens by the keys that an issuer publishes. */
class IssuerTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final List<String> SCOPES = List.of("words:write");

  private final AccessTokenIssuer issuer = new AccessTokenIssuer();
  private final AtomicInteger questions = new AtomicInteger();
  private volatile String published = issuer.jwkSet();
  private HttpServer keys;
  private ConfigurableApplicationContext service;

  @BeforeEach
  void start() throws IOException {
    keys = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    keys.createContext("/keys", this::publish);
    keys.start();
  }

  @AfterEach
  void stop() {
    if (service != null) {
      service.close();
    }
    keys.stop(0);
  }

  @Test
  void aTokenCountsIfItIsTheIssuersAndOneOfItsKeysVerifiesIt() {
    startService("5m");

    assertThat(statusOf(issuer.token(SCOPES))).isEqualTo(200);
    assertThat(statusOf(issuer.token(SCOPES, claims -> claims.issuer("another")))).isEqualTo(401);
    assertThat(statusOf(issuer.token(SCOPES, claims -> claims.issuer(null)))).isEqualTo(401);
    assertThat(statusOf(new AccessTokenIssuer().token(SCOPES))).isEqualTo(401);
  }

  @Test
  void keysAreAskedForOnceAndNotForEveryToken() {
    startService("5m");

    for (int i = 0; i < 20; i++) {
      assertThat(statusOf(issuer.token(SCOPES))).isEqualTo(200);
    }
    assertThat(questions).hasValue(1);
  }

  @Test
  void tokensWithUnknownKeysDoNotMakeTheIssuerBeAskedEachTime() {
    startService("5m");
    AccessTokenIssuer stranger = new AccessTokenIssuer();

    for (int i = 0; i < 20; i++) {
      assertThat(statusOf(stranger.token(SCOPES))).isEqualTo(401);
    }
    assertThat(statusOf(issuer.token(SCOPES))).isEqualTo(200);
    assertThat(questions.get()).isLessThanOrEqualTo(3);
  }

  @Test
  void whileTheIssuerDoesNotAnswerTheKnownKeysGoOn() {
    startService("200ms");
    assertThat(statusOf(issuer.token(SCOPES))).isEqualTo(200);
    int before = questions.get();
    published = null;

    // Asked again, in vain, after the keys' lifetime.
    await()
        .untilAsserted(
            () -> {
              assertThat(statusOf(issuer.token(SCOPES))).isEqualTo(200);
              assertThat(questions.get()).isGreaterThan(before);
            });
    assertThat(statusOf(issuer.token(SCOPES))).isEqualTo(200);
  }

  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void withoutAnyKeysNobodyGetsInAndIsToldToComeAgain(CapturedOutput output) {
    published = null;
    startService("5m");

    assertThat(statusOf(issuer.token(SCOPES))).isEqualTo(503);
    assertThat(statusOf("nonsense")).isEqualTo(401);
    assertThat(output).contains("no token can be verified");
  }

  @Test
  void anInstanceThatStartsWithoutTheIssuerIsReadySoonAfterItIsBack() {
    published = null;
    startService("5m");
    long start = System.nanoTime();
    for (int i = 0; i < 20; i++) {
      assertThat(statusOf(issuer.token(SCOPES))).isEqualTo(503);
    }
    assertThat(readiness()).isEqualTo(503);
    // Not once for each of them, but twice in each second that has begun.
    long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
    assertThat(questions.get()).isBetween(1, (int) (2 * (seconds + 2)));

    published = issuer.jwkSet();

    await().untilAsserted(() -> assertThat(readiness()).isEqualTo(200));
    assertThat(statusOf(issuer.token(SCOPES))).isEqualTo(200);
  }

  @Test
  void aTokenWhoseKeyIsWithdrawnCountsNoLongerSoonAfter() {
    startService("4s");
    String token = issuer.token(SCOPES);
    assertThat(statusOf(token)).isEqualTo(200);

    published = new AccessTokenIssuer().jwkSet();

    // After some 5 s. It would be more than 20 if a token were remembered for five lifetimes.
    await()
        .atMost(Duration.ofSeconds(15))
        .untilAsserted(() -> assertThat(statusOf(token)).isEqualTo(401));
  }

  @Test
  void aTokenThatIsRememberedCountsNoLongerThanItsEnd() {
    startService("5m");
    assertThat(statusOf(issuer.token(SCOPES))).isEqualTo(200);
    // A minute is tolerated.
    Instant end = Instant.now().minusSeconds(52);
    String token =
        issuer.token(
            SCOPES,
            claims ->
                claims.issueTime(Date.from(end.minusSeconds(60))).expirationTime(Date.from(end)));
    assertThat(statusOf(token)).isEqualTo(200);

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(statusOf(token)).isEqualTo(401));
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', '', It is not configured whose access tokens count",
    "http://issuer, '', '', It is not configured whose access tokens count",
    "'', http://issuer/keys, '', It is not configured whose access tokens count",
    "http://issuer, http://issuer/keys, file:key.pem, It is not configured whose access tokens count",
    "http://issuer, nonsense, '', JWT_JWK_SET_URI is no URL",
    "'', '', file:not-there.pem, JWT_PUBLIC_KEY does not lead to an RSA public key",
    "'', '', classpath:service-defaults.yml, JWT_PUBLIC_KEY does not lead to an RSA public key"
  })
  void saysInOneSentenceWhatIsMissing(String name, String uri, String key, String sentence) {
    JwtProperties properties =
        new JwtProperties(name, uri, key, "payment-suite", "user_id", MINUTE, MINUTE);

    assertThatThrownBy(() -> new AccessTokens(properties))
        .isInstanceOf(StartRefused.class)
        .hasMessageStartingWith(sentence);
  }

  @ParameterizedTest
  @CsvSource({"PT0S, PT24H", "-PT1M, PT24H", "PT0.099S, PT24H", "PT5M, PT4M59S", "PT5M, PT0S"})
  void refusesTimesThatMakeNoSense(Duration lifetime, Duration outage) {
    JwtProperties properties =
        new JwtProperties(
            "issuer", "http://issuer/keys", "", "payment-suite", "user_id", lifetime, outage);

    assertThatThrownBy(() -> new AccessTokens(properties))
        .isInstanceOf(StartRefused.class)
        .hasMessageStartingWith("jwt.keys-lifetime");
  }

  private void startService(String keysLifetime) {
    Map<String, String> properties =
        Map.of(
            "spring.config.import", "classpath:service-defaults.yml",
            "management.endpoint.health.group.readiness.include", "accessTokens",
            "server.address", "127.0.0.1",
            "server.port", "0",
            "management.server.port", "0",
            "jwt.issuer", "tests",
            "jwt.jwk-set-uri", "http://127.0.0.1:" + keys.getAddress().getPort() + "/keys",
            "jwt.keys-lifetime", keysLifetime);
    service =
        new SpringApplicationBuilder(HttpService.class)
            .run(
                properties.entrySet().stream()
                    .map(property -> "--" + property.getKey() + "=" + property.getValue())
                    .toArray(String[]::new));
  }

  private int statusOf(String token) {
    int port = ((ServletWebServerApplicationContext) service).getWebServer().getPort();
    return RestTestClient.bindToServer(new JdkClientHttpRequestFactory())
        .baseUrl("http://127.0.0.1:" + port)
        .defaultHeader("Authorization", AccessTokenIssuer.bearer(token))
        .build()
        .post()
        .uri("/words")
        .contentType(MediaType.APPLICATION_JSON)
        .body("{\"words\":[\"one\"]}")
        .exchange()
        .returnResult(String.class)
        .getStatus()
        .value();
  }

  private int readiness() {
    String port = service.getEnvironment().getRequiredProperty("local.management.port");
    return RestTestClient.bindToServer(new JdkClientHttpRequestFactory())
        .baseUrl("http://127.0.0.1:" + port)
        .build()
        .get()
        .uri("/actuator/health/readiness")
        .exchange()
        .returnResult(String.class)
        .getStatus()
        .value();
  }

  private void publish(HttpExchange exchange) throws IOException {
    questions.incrementAndGet();
    byte[] answer = String.valueOf(published).getBytes(UTF_8);
    exchange.sendResponseHeaders(published == null ? 500 : 200, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }
}
