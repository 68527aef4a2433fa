package io.github.paymentsuite.order;

import static io.github.paymentsuite.order.TestData.anyOrderId;
import static io.github.paymentsuite.order.TestData.anyUserId;
import static io.github.paymentsuite.order.TestData.paymentOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.paymentsuite.events.Money;
import io.github.paymentsuite.events.PaymentSucceeded;
import io.github.paymentsuite.lab.infrastructure.AccessTokenIssuer;
import io.github.paymentsuite.lab.infrastructure.LocalInfrastructure;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;

class OrderHttpTest extends OrderServiceTest {
  private static final int MAX_BODY_BYTES = 16 * 1024;
  private static final String MILLISECONDS =
      "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{3})?Z";

  private final String orderId = anyOrderId();
  private final long userId = anyUserId();
  private final String wellFormed =
      """
      {"orderId":"%s","userId":%d,"amount":99.00}"""
          .formatted(orderId, userId);

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
  void createsAnOrder() {
    post(wellFormed)
        .expectStatus()
        .isCreated()
        .expectHeader()
        .valueEquals("Location", "/orders/" + orderId)
        .expectBody()
        .consumeWith(
            answer ->
                assertThat(new String(answer.getResponseBodyContent(), UTF_8))
                    .matches(
                        """
                        \\{"orderId":"%s","userId":%d,"amount":99\\.00,"status":"CREATED",\
                        "createdAt":"%s","updatedAt":"%s"}"""
                            .formatted(orderId, userId, MILLISECONDS, MILLISECONDS)));
  }

  @Test
  void answersTheSameOrderAgainWithoutCreatingIt() {
    post(wellFormed).expectStatus().isCreated();

    post(wellFormed).expectStatus().isOk().expectBody().jsonPath("$.orderId").isEqualTo(orderId);
    post(wellFormed.replace("99.00", "99")).expectStatus().isOk();
    assertThat(rows()).isEqualTo(1);
  }

  @Test
  void refusesAnIdThatAnotherOrderHas() {
    post(wellFormed).expectStatus().isCreated();

    assertProblem(post(wellFormed.replace("99.00", "98.00")), 409, "order_id_taken");
    assertProblem(post(wellFormed.replace("" + userId, "1")), 409, "order_id_taken");
    assertThat(rows()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"orderId\":null,"})
  void mintsAnIdForAnOrderWithoutOne(String noId) {
    String body = "{%s\"userId\":%d,\"amount\":0.01}".formatted(noId, userId);

    post(body).expectStatus().isCreated();
    post(body).expectStatus().isCreated();

    assertThat(
            database.queryForList(
                "SELECT order_id FROM orders WHERE user_id = ?", String.class, userId))
        .hasSize(2)
        .doesNotHaveDuplicates()
        .allMatch(id -> id.matches("[A-Za-z0-9_-]{1,64}"));
  }

  @ParameterizedTest
  @CsvSource({"1, 0.01", "9223372036854775807, 99999999.99"})
  void takesTheLeastAndTheGreatestUserIdAndAmount(String user, String amount) {
    post(wellFormed.replace("" + userId, user).replace("99.00", amount)).expectStatus().isCreated();
  }

  @Test
  void takesAnIdOfTheGreatestLength() {
    String longest = orderId + "-".repeat(64 - orderId.length());

    post(wellFormed.replace(orderId, longest)).expectStatus().isCreated();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"userId\":null",
        "\"userId\":0",
        "\"userId\":-1",
        "\"userId\":1.0",
        "\"userId\":1e3",
        "\"userId\":\"10001\"",
        "\"userId\":true",
        "\"userId\":[10001]",
        "\"userId\":9223372036854775808",
        "\"user\":10001"
      })
  void refusesAnythingButAUserId(String user) {
    assertRefused(wellFormed.replace("\"userId\":" + userId, user));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"amount\":null",
        "\"amount\":0",
        "\"amount\":0.00",
        "\"amount\":-1.00",
        "\"amount\":99.001",
        "\"amount\":99.000",
        "\"amount\":100000000.00",
        "\"amount\":1e400",
        "\"amount\":1e999999999",
        "\"amount\":NaN",
        "\"amount\":\"99.00\"",
        "\"amount\":{}",
        "\"sum\":99.00"
      })
  void refusesAnythingButAnAmount(String amount) {
    assertRefused(wellFormed.replace("\"amount\":99.00", amount));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\"",
        "\"订单\"",
        "\"Ä\"",
        "\"ORDER 1\"",
        "\"ORDER/1\"",
        "\"ORDER.1\"",
        "\"ORDER_1\\n\"",
        "\"12345678901234567890123456789012345678901234567890123456789012345\"",
        "1",
        "[\"ORDER_1\"]"
      })
  void refusesAnythingButAnOrderId(String id) {
    assertRefused(wellFormed.replace("\"" + orderId + "\"", id));
  }

  @Test
  void refusesMissingUnknownAndRepeatedFields() {
    assertRefused("{\"orderId\":\"%s\",\"userId\":%d}".formatted(orderId, userId));
    assertRefused("{\"orderId\":\"%s\",\"amount\":99.00}".formatted(orderId));
    assertRefused(wellFormed.replace("}", ",\"status\":\"PAID\"}"));
    assertRefused(wellFormed.replace("}", ",\"amount\":1.00}"));
  }

  @Test
  void refusesABodyThatIsNotOneJsonObject() {
    assertRefused("");
    assertRefused("null");
    assertRefused("[]");
    assertRefused("{");
    assertRefused(wellFormed.substring(0, wellFormed.length() - 1));
    assertRefused(wellFormed + wellFormed);
  }

  @Test
  void refusesAnythingButJson() {
    assertProblem(
        http.post().uri("/orders").contentType(MediaType.TEXT_PLAIN).body(wellFormed).exchange(),
        415,
        "unsupported_media_type");
    assertProblem(
        http.post()
            .uri("/orders")
            .contentType(MediaType.APPLICATION_FORM_URLENCODED)
            .body("orderId=" + orderId)
            .exchange(),
        415,
        "unsupported_media_type");
    assertThat(rows()).isZero();
  }

  @Test
  void takesABodyOfTheGreatestSizeAndNoneThatIsLarger() {
    assertProblem(post(padded(MAX_BODY_BYTES + 1)), 413, "body_too_large");
    assertThat(rows()).isZero();

    post(padded(MAX_BODY_BYTES)).expectStatus().isCreated();
  }

  @Test
  void takesNoLargerBodyWhoseSizeIsNotAnnouncedEither() throws Exception {
    HttpResponse<String> refused = postInChunks(padded(MAX_BODY_BYTES + 1));
    assertThat(refused.statusCode()).isEqualTo(413);
    assertThat(refused.body()).contains("\"code\":\"body_too_large\"");
    assertThat(rows()).isZero();

    assertThat(postInChunks(padded(MAX_BODY_BYTES)).statusCode()).isEqualTo(201);
  }

  @Test
  void findsAnOrder() {
    post(wellFormed);

    http.get()
        .uri("/orders/" + orderId)
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody()
        .json("{\"orderId\":\"%s\",\"status\":\"CREATED\"}".formatted(orderId));
  }

  @Test
  void saysThatThereIsNoSuchOrder() {
    assertProblem(http.get().uri("/orders/" + orderId).exchange(), 404, "order_not_found");
    assertProblem(cancel(orderId), 404, "order_not_found");
  }

  @Test
  void refusesToLookForWhatIsNoOrderId() {
    for (String id : List.of("Ä", "ORDER.1", "x".repeat(65))) {
      assertProblem(http.get().uri("/orders/{id}", id).exchange(), 400, "invalid_request");
      assertProblem(cancel(id), 400, "invalid_request");
      assertProblem(http.get().uri("/cases?orderId={id}", id).exchange(), 400, "invalid_request");
    }
    assertProblem(http.get().uri("/cases").exchange(), 400, "invalid_request");
  }

  @Test
  void cancelsAnOrderHoweverOften() {
    post(wellFormed);

    for (int i = 0; i < 2; i++) {
      cancel(orderId)
          .expectStatus()
          .isOk()
          .expectBody()
          .json("{\"orderId\":\"%s\",\"status\":\"CANCELLED\"}".formatted(orderId));
    }
  }

  @Test
  void refusesToCancelAPaidOrder() {
    post(wellFormed);
    orders.pay(paymentOf(orderId, userId, Money.parse("99.00")));

    assertProblem(cancel(orderId), 409, "order_already_paid");
  }

  @Test
  void showsTheCasesOfAnOrder() {
    post(wellFormed);
    PaymentSucceeded misfit = paymentOf(orderId, userId, Money.parse("1.00"));
    orders.pay(misfit);

    http.get()
        .uri("/cases?orderId=" + orderId)
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody()
        .json(
            """
            [{"paymentNo":"%s","orderId":"%s","userId":%d,"amount":1.00,
              "reason":"AMOUNT_MISMATCH"}]"""
                .formatted(misfit.paymentNo(), orderId, userId));
    http.get().uri("/cases?orderId=" + anyOrderId()).exchange().expectBody().json("[]");
  }

  @Test
  void answersWithAProblemWhereThereIsNothing() {
    assertProblem(http.get().uri("/nothing").exchange(), 404, "not_found");
    assertProblem(http.delete().uri("/orders").exchange(), 405, "method_not_allowed");
  }

  private void assertRefused(String body) {
    assertProblem(post(body), 400, "invalid_request");
    assertThat(rows()).as(body).isZero();
  }

  /** An instance that stands still in the middle of a transaction holds its rows. */
  @Test
  void anOrderThatAnotherTransactionHoldsIsToBeTriedAgain() throws SQLException {
    post(wellFormed).expectStatus().isCreated();
    try (Connection other = database.getDataSource().getConnection();
        PreparedStatement hold =
            other.prepareStatement("SELECT * FROM orders WHERE order_id = ? FOR UPDATE")) {
      other.setAutoCommit(false);
      hold.setString(1, orderId);
      hold.executeQuery();

      assertProblem(cancel(orderId), 503, "unavailable");

      other.rollback();
    }
    cancel(orderId).expectStatus().isOk();
  }

  /** As a database does that has just become a replica. */
  @Test
  void aDatabaseThatTakesNoUpdatesIsToBeTriedAgain() throws SQLException {
    post(wellFormed).expectStatus().isCreated();
    try (Connection root = LocalInfrastructure.shared().administer("order_db");
        Statement statement = root.createStatement()) {
      statement.execute(
          """
          CREATE TRIGGER read_only BEFORE UPDATE ON orders FOR EACH ROW
          BEGIN
            IF NEW.order_id = '%s' THEN
              SIGNAL SQLSTATE 'HY000'
                SET MYSQL_ERRNO = 1290, MESSAGE_TEXT = 'running with the --read-only option';
            END IF;
          END"""
              .formatted(orderId));
      try {
        assertProblem(cancel(orderId), 503, "unavailable");
      } finally {
        statement.execute("DROP TRIGGER read_only");
      }
    }
    cancel(orderId).expectStatus().isOk();
  }

  private static void assertProblem(ResponseSpec answer, int status, String code) {
    answer
        .expectStatus()
        .isEqualTo(status)
        .expectHeader()
        .contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON)
        .expectBody()
        .jsonPath("$.code")
        .isEqualTo(code)
        .jsonPath("$.status")
        .isEqualTo(status);
  }

  private ResponseSpec post(String body) {
    return http.post()
        .uri("/orders")
        .contentType(MediaType.APPLICATION_JSON)
        .body(body.getBytes(UTF_8))
        .exchange();
  }

  private ResponseSpec cancel(String id) {
    return http.post().uri("/orders/{id}/cancel", id).exchange();
  }

  private HttpResponse<String> postInChunks(String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/orders"))
            .header("Content-Type", "application/json")
            .header("Authorization", AccessTokenIssuer.shared().everything())
            .POST(
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body.getBytes(UTF_8))))
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
  }

  private String padded(int length) {
    return wellFormed + " ".repeat(length - wellFormed.length());
  }

  private int rows() {
    return database.queryForObject(
        "SELECT COUNT(*) FROM orders WHERE order_id = ? OR user_id = ?",
        Integer.class,
        orderId,
        userId);
  }
}
