package io.github.paymentsuite.points;

import static io.github.paymentsuite.points.TestData.anyUserId;
import static io.github.paymentsuite.points.TestData.paymentBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.paymentsuite.events.PaymentSucceeded;
import io.github.paymentsuite.lab.infrastructure.AccessTokenIssuer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.test.web.servlet.client.EntityExchangeResult;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;

class PointsHttpTest extends PointsServiceTest {
  private static final Pattern NEXT = Pattern.compile("<(/[^>]*)>; rel=\"next\"");

  private final long userId = anyUserId();

  @LocalServerPort private int port;
  private RestTestClient http;

  @BeforeEach
  void connect() {
    http =
        RestTestClient.bindToServer(new JdkClientHttpRequestFactory())
            .defaultHeader("Authorization", AccessTokenIssuer.shared().everything())
            .baseUrl("http://127.0.0.1:" + port)
            .build();
  }

  @Test
  void showsTheBalance() {
    ledger.award(paymentBy(userId, "99.99"));

    assertBody("/users/%d/points", "{\"userId\":%d,\"points\":99}".formatted(userId));
  }

  @Test
  void showsNoPointsToAnUnknownUser() {
    assertBody("/users/%d/points", "{\"userId\":%d,\"points\":0}".formatted(userId));
    assertBody("/users/%d/points/records", "[]");
  }

  @Test
  void showsTheLedger() {
    PaymentSucceeded payment = paymentBy(userId, "99.99");
    ledger.award(payment);

    get("/users/%d/points/records".formatted(userId))
        .expectStatus()
        .isOk()
        .expectHeader()
        .doesNotExist(HttpHeaders.LINK)
        .expectBody()
        .json(
            """
            [{"paymentNo":"%s","orderId":"%s","points":99,"reason":"PAYMENT"}]"""
                .formatted(payment.paymentNo(), payment.orderId()))
        .jsonPath("$[0].createdAt")
        .value(
            String.class,
            time ->
                assertThat(time).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{3})?Z"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void leadsThroughTheLedgerPageByPage(int limit) {
    List<String> awarded =
        Stream.generate(() -> paymentBy(userId, "1.00"))
            .limit(5)
            .peek(ledger::award)
            .map(PaymentSucceeded::paymentNo)
            .toList();
    ledger.award(paymentBy(anyUserId(), "1.00"));
    List<String> newestFirst = new ArrayList<>(awarded);
    Collections.reverse(newestFirst);

    assertThat(readAll("/users/%d/points/records?limit=%d".formatted(userId, limit), limit))
        .isEqualTo(newestFirst);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/users/0/points",
        "/users/-1/points",
        "/users/x/points",
        "/users/1.5/points",
        "/users/9223372036854775808/points",
        "/users/0/points/records",
        "/users/x/points/records",
        "/users/1/points/records?limit=0",
        "/users/1/points/records?limit=1001",
        "/users/1/points/records?limit=x",
        "/users/1/points/records?before=0",
        "/users/1/points/records?before=x"
      })
  void refusesWhatIsNoUserOrNoPage(String path) {
    assertProblem(get(path), 400, "invalid_request");
  }

  @Test
  void answersWithAProblemWhereThereIsNothing() {
    assertProblem(get("/points"), 404, "not_found");
    assertProblem(http.post().uri("/users/1/points").exchange(), 405, "method_not_allowed");
  }

  /** Follows the links to the end and returns the numbers of all payments in their order. */
  private List<String> readAll(String firstPage, int limit) {
    List<String> paymentNos = new ArrayList<>();
    for (String page = firstPage; page != null; ) {
      EntityExchangeResult<List<JsonNode>> answer =
          get(page)
              .expectStatus()
              .isOk()
              .expectBody(new ParameterizedTypeReference<List<JsonNode>>() {})
              .returnResult();
      assertThat(answer.getResponseBody()).hasSizeBetween(1, limit);
      answer
          .getResponseBody()
          .forEach(record -> paymentNos.add(record.get("paymentNo").stringValue()));
      page = next(answer.getResponseHeaders().getFirst(HttpHeaders.LINK));
    }
    return paymentNos;
  }

  private static String next(String link) {
    if (link == null) {
      return null;
    }
    Matcher next = NEXT.matcher(link);
    assertThat(next.matches()).as(link).isTrue();
    return next.group(1);
  }

  private void assertBody(String path, String json) {
    get(path.formatted(userId)).expectStatus().isOk().expectBody().json(json);
  }

  private ResponseSpec get(String path) {
    return http.get().uri(path).exchange();
  }

  private static void assertProblem(ResponseSpec answer, int status, String code) {
    answer
        .expectStatus()
        .isEqualTo(status)
        .expectHeader()
        .contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON)
        .expectBody()
        .jsonPath("$.code")
        .isEqualTo(code);
  }
}
