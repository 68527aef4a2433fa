package io.github.paymentsuite.starter;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.github.paymentsuite.lab.infrastructure.AccessTokenIssuer;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.test.web.servlet.client.EntityExchangeResult;
import org.springframework.test.web.servlet.client.RestTestClient;

/** Who gets in, and who does not. */
@SpringBootTest(
    classes = HttpService.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "spring.config.import=classpath:service-defaults.yml",
      "management.endpoint.health.validate-group-membership=false",
      "server.address=127.0.0.1",
      "management.server.port=0",
      "http.rate-limit.customer-per-second=5",
      "http.max-concurrent-requests=20"
    })
class HttpAccessTest {
  private static final AccessTokenIssuer ISSUER = AccessTokenIssuer.shared();
  private static final List<String> SCOPES = List.of("words:write");
  private static final String WORDS = "{\"words\":[\"one\"]}";

  @LocalServerPort private int apiPort;
  @LocalManagementPort private int managementPort;

  @Test
  void aTokenWithTheScopeLetsIn() {
    assertThat(post(apiPort, "/words", ISSUER.app("words:write")).getStatus().value())
        .isEqualTo(200);
    assertThat(
            post(managementPort, "/internal/words", ISSUER.app("words:write")).getStatus().value())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "words:read", "words", "words:write2", "WORDS:WRITE"})
  void anotherScopeDoesNot(String scope) {
    assertProblem(post(apiPort, "/words", ISSUER.app(scope)), 403, "forbidden");
    assertProblem(post(managementPort, "/internal/words", ISSUER.app(scope)), 403, "forbidden");
  }

  @Test
  void withoutATokenNothingIsThere() {
    for (String path :
        List.of(
            "/",
            "/words",
            "/nothing",
            "/v3/api-docs",
            "/internal/words",
            "/error",
            "/.well-known/oauth-protected-resource",
            "/.well-known/oauth-protected-resource/words")) {
      for (int port : List.of(apiPort, managementPort)) {
        for (EntityExchangeResult<String> answer :
            List.of(post(port, path, null), get(port, path, null))) {
          assertProblem(answer, 401, "unauthorized");
          assertThat(answer.getResponseHeaders().containsHeader("Set-Cookie")).isFalse();
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource
  void aTokenThatDoesNotCountIsRefusedAndNotExplained(String token) {
    for (int port : List.of(apiPort, managementPort)) {
      EntityExchangeResult<String> answer =
          post(port, port == apiPort ? "/words" : "/internal/words", "Bearer " + token);
      assertProblem(answer, 401, "unauthorized");
      assertThat(answer.getResponseHeaders().getFirst(HttpHeaders.WWW_AUTHENTICATE))
          .isEqualTo("Bearer error=\"invalid_token\"");
      assertThat(answer.getResponseBody()).doesNotContain("Jwt", "expired", "audience");
    }
  }

  static Stream<String> aTokenThatDoesNotCountIsRefusedAndNotExplained() throws Exception {
    Date past = Date.from(Instant.now().minus(Duration.ofMinutes(10)));
    Date future = Date.from(Instant.now().plus(Duration.ofMinutes(10)));
    String good = ISSUER.token(SCOPES);
    JWTClaimsSet claims = SignedJWT.parse(good).getJWTClaimsSet();
    SignedJWT signedWithThePublicKey = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
    signedWithThePublicKey.sign(
        new MACSigner(
            Files.readAllBytes(Path.of(URI.create(ISSUER.environment().get("JWT_PUBLIC_KEY"))))));
    return Stream.of(
        "nonsense",
        "",
        "a b",
        "a,b",
        good.substring(0, good.length() - 8) + "AAAAAAAA",
        good.substring(0, good.lastIndexOf('.') + 1),
        new PlainJWT(claims).serialize(),
        signedWithThePublicKey.serialize(),
        new AccessTokenIssuer().token(SCOPES),
        but(token -> token.expirationTime(past)),
        but(token -> token.expirationTime(null)),
        but(token -> token.notBeforeTime(future)),
        but(token -> token.audience("something-else")),
        but(token -> token.audience((String) null)),
        but(token -> token.claim("client_id", null)),
        but(token -> token.claim("client_id", "a b")),
        but(token -> token.claim("client_id", "x".repeat(101))),
        but(token -> token.claim("user_id", "nobody")),
        but(token -> token.claim("user_id", 0)),
        but(token -> token.claim("user_id", -1)),
        but(token -> token.claim("user_id", 1.5)),
        but(token -> token.claim("user_id", "9999999999999999999")));
  }

  /** What is said of the request's own address would fail over such a Host. */
  @ParameterizedTest
  @ValueSource(strings = {"Bearer", "Bearer nonsense", "Basic nonsense", "nonsense"})
  @ExtendWith(OutputCaptureExtension.class)
  void noHostMakesARefusalAnError(String authorization, CapturedOutput output) throws IOException {
    for (int port : List.of(apiPort, managementPort)) {
      assertThat(
              send(
                  port,
                  "GET /words HTTP/1.1\r\nHost: [::ffff:127.0.0.1]\r\nAuthorization: %s\r\n\r\n"
                      .formatted(authorization)))
          .startsWith("HTTP/1.1 401")
          .doesNotContain("127.0.0.1", "resource_metadata");
    }
    assertThat(output).doesNotContain("ERROR");
  }

  @Test
  void aTokenCountsInItsHeaderAlone() {
    String token = ISSUER.token(SCOPES);

    assertProblem(post(apiPort, "/words?access_token=" + token, null), 401, "unauthorized");
    assertProblem(post(apiPort, "/words", "Basic " + token), 401, "unauthorized");
  }

  /** RFC 6750, section 2.1; the name of the scheme in any case, as of every scheme. */
  @Test
  void aHeaderIsReadByItsGrammar() {
    String token = ISSUER.token(SCOPES);

    for (String header : List.of("Bearer " + token, "bearer " + token, "BEARER " + token)) {
      assertThat(post(apiPort, "/words", header).getStatus().value()).isEqualTo(200);
    }
    for (String header :
        List.of(
            "Bearer",
            "Bearer ",
            "Bearer =",
            "Bearer" + token,
            "Bearer\t" + token,
            "Bearer  " + token,
            "Bearer " + token + " " + token,
            "Bearer " + token + ",",
            "Bearer =" + token,
            "Bearer " + token.replace(".", "=."),
            "Bearer \"" + token + "\"",
            token)) {
      assertProblem(post(apiPort, "/words", header), 401, "unauthorized");
    }
  }

  @Test
  void healthIsOpenAndMeasurementsHaveAScopeOfTheirOwn() {
    assertThat(get(managementPort, "/actuator/health/liveness", null).getStatus().value())
        .isEqualTo(200);
    assertProblem(get(managementPort, "/actuator/prometheus", null), 401, "unauthorized");
    assertProblem(
        get(managementPort, "/actuator/prometheus", ISSUER.app("words:write")), 403, "forbidden");
    assertThat(
            get(managementPort, "/actuator/prometheus", ISSUER.app("metrics:read"))
                .getStatus()
                .value())
        .isEqualTo(200);
  }

  @Test
  void whatIsNotThereIsNotThereForThoseWhoGetIn() {
    assertProblem(get(apiPort, "/nothing", ISSUER.app()), 404, "not_found");
    assertProblem(get(apiPort, "/words", ISSUER.app()), 405, "method_not_allowed");
    assertProblem(get(apiPort, "/v3/api-docs", ISSUER.everything()), 404, "not_found");
    assertProblem(get(apiPort, "/swagger-ui/index.html", ISSUER.everything()), 404, "not_found");
  }

  @Test
  void anAnswerSaysHowItMayBeUsed() {
    HttpHeaders headers = post(apiPort, "/words", ISSUER.app("words:write")).getResponseHeaders();

    assertThat(headers.getFirst("Cache-Control")).contains("no-store");
    assertThat(headers.getFirst("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(headers.getFirst("X-Frame-Options")).isEqualTo("DENY");
    assertThat(headers.getFirst("Referrer-Policy")).isEqualTo("no-referrer");
    assertThat(headers.getFirst("Content-Security-Policy")).contains("default-src 'none'");
    assertThat(headers.containsHeader("Set-Cookie")).isFalse();
    assertThat(headers.containsHeader("Server")).isFalse();
  }

  @Test
  void aCustomerThatAsksTooOftenWaitsAndNobodyElseDoes() {
    List<EntityExchangeResult<String>> answers =
        IntStream.range(0, 40)
            .mapToObj(i -> post(apiPort, "/words", ISSUER.customer(1, "words:write")))
            .toList();

    assertThat(answers.get(0).getStatus().value()).isEqualTo(200);
    assertThat(answers)
        .filteredOn(answer -> answer.getStatus().value() != 200)
        .isNotEmpty()
        .allSatisfy(
            answer -> {
              assertProblem(answer, 429, "too_many_requests");
              assertThat(answer.getResponseHeaders().getFirst(HttpHeaders.RETRY_AFTER))
                  .isEqualTo("1");
            });
    assertThat(post(apiPort, "/words", ISSUER.customer(2, "words:write")).getStatus().value())
        .isEqualTo(200);
    assertThat(post(apiPort, "/words", ISSUER.app("words:write")).getStatus().value())
        .isEqualTo(200);
  }

  /** Whoever has no token cannot make the service wait for a body, or fill its log. */
  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void whoIsRefusedIsNotWaitedFor(CapturedOutput output) throws IOException {
    for (int port : List.of(apiPort, managementPort)) {
      assertThat(send(port, "POST /words HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n"))
          .startsWith("HTTP/1.1 401")
          .endsWith("}")
          .containsOnlyOnce("{");
    }
    assertThat(output).doesNotContain("ERROR", "Exception");
  }

  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void aRefusedClientIsNamedInTheLogAndItsTokenIsNot(CapturedOutput output) {
    String token = ISSUER.customer(77, "words:read");
    post(apiPort, "/words", token);
    get(managementPort, "/actuator/prometheus", token);

    assertThat(output.getOut().lines().filter(line -> line.contains("client test-app/77 refused")))
        .hasSize(2);
    assertThat(output).doesNotContain(token.substring("Bearer ".length()));
  }

  /** All that is answered, to the end: the connection is closed. */
  private static String send(int port, String request) throws IOException {
    try (Socket connection = new Socket("127.0.0.1", port)) {
      connection.setSoTimeout(15_000);
      connection.getOutputStream().write(request.getBytes(US_ASCII));
      return new String(connection.getInputStream().readAllBytes(), US_ASCII);
    }
  }

  private static String but(UnaryOperator<JWTClaimsSet.Builder> changed) {
    return ISSUER.token(SCOPES, changed);
  }

  private static void assertProblem(EntityExchangeResult<String> answer, int status, String code) {
    assertThat(answer.getStatus().value()).as(answer.getResponseBody()).isEqualTo(status);
    assertThat(answer.getResponseHeaders().getContentType())
        .isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
    assertThat(answer.getResponseBody()).contains("\"code\":\"" + code + "\"");
  }

  private static EntityExchangeResult<String> post(int port, String path, String authorization) {
    return client(port, authorization)
        .post()
        .uri(path)
        .contentType(MediaType.APPLICATION_JSON)
        .body(WORDS)
        .exchange()
        .returnResult(String.class);
  }

  private static EntityExchangeResult<String> get(int port, String path, String authorization) {
    return client(port, authorization).get().uri(path).exchange().returnResult(String.class);
  }

  private static RestTestClient client(int port, String authorization) {
    RestTestClient.Builder<?> client =
        RestTestClient.bindToServer(new JdkClientHttpRequestFactory())
            .baseUrl("http://127.0.0.1:" + port);
    if (authorization != null) {
      client.defaultHeader(HttpHeaders.AUTHORIZATION, authorization);
    }
    return client.build();
  }
}
