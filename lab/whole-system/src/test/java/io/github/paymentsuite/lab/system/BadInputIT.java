package io.github.paymentsuite.lab.system;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong is said, and changes nothing. */
class BadInputIT extends AcceptanceTest {
  private long attempts;
  private int charges;

  @BeforeEach
  void count() {
    attempts = allAttempts();
    charges = client().chargeLedger().list().size();
  }

  /** Nothing is there of any order: of some requests nobody can tell which they are about. */
  private void assertRefused(Reply answer, int status, String code) {
    assertProblem(answer, status, code);
    assertThat(allAttempts()).isEqualTo(attempts);
    assertThat(client().chargeLedger().list()).hasSize(charges);
  }

  private static long allAttempts() {
    return rowsWhere("payment_db.payment_attempt", "TRUE");
  }

  /** A well-formed request in which one thing is replaced; the order id stays to be looked for. */
  static String[][] badFields() {
    return new String[][] {
      {"\"orderId\":\"ID\",", ""},
      {"\"orderId\":\"ID\"", "\"orderId\":null"},
      {"\"orderId\":\"ID\"", "\"orderId\":7"},
      {"\"orderId\":\"ID\"", "\"orderId\":[\"ID\"]"},
      {"\"orderId\":\"ID\"", "\"orderId\":\"\""},
      {"\"orderId\":\"ID\"", "\"orderId\":\"" + "x".repeat(65) + "\""},
      {"\"orderId\":\"ID\"", "\"orderId\":\"订单\""},
      {"\"orderId\":\"ID\"", "\"orderId\":\"ID;DROP TABLE orders\""},
      {"\"userId\":10001,", ""},
      {"\"userId\":10001", "\"userId\":null"},
      {"\"userId\":10001", "\"userId\":\"10001\""},
      {"\"userId\":10001", "\"userId\":true"},
      {"\"userId\":10001", "\"userId\":0"},
      {"\"userId\":10001", "\"userId\":-1"},
      {"\"userId\":10001", "\"userId\":1.5"},
      {"\"userId\":10001", "\"userId\":9223372036854775808"},
      {",\"amount\":99.00", ""},
      {"\"amount\":99.00", "\"amount\":null"},
      {"\"amount\":99.00", "\"amount\":\"99.00\""},
      {"\"amount\":99.00", "\"amount\":{}"},
      {"\"amount\":99.00", "\"amount\":0"},
      {"\"amount\":99.00", "\"amount\":-99.00"},
      {"\"amount\":99.00", "\"amount\":99.001"},
      {"\"amount\":99.00", "\"amount\":100000000"},
      {"\"amount\":99.00", "\"amount\":1e400"},
      {"\"amount\":99.00", "\"amount\":1e999999999"},
      {"\"amount\":99.00", "\"amount\":NaN"},
      {"\"amount\":99.00", "\"amount\":99.00,\"authCode\":5"},
      {"\"amount\":99.00", "\"amount\":99.00,\"currency\":\"CNY\""},
      {"\"amount\":99.00", "\"amount\":99.00,\"amount\":1.00"},
      {"}", ""},
      {"}", "} {}"},
      {"{", "["},
    };
  }

  @ParameterizedTest
  @MethodSource("badFields")
  void aMalformedPaymentIsRefusedAndLeavesNoTrace(String wellFormed, String malformed) {
    String orderId = TestOrder.anyId();
    String body = "{\"orderId\":\"ID\",\"userId\":10001,\"amount\":99.00}";
    String sent = body.replace(wellFormed, malformed).replace("ID", orderId);
    assertThat(sent).isNotEqualTo(body.replace("ID", orderId));

    assertRefused(client().pay(sent), 400, "invalid_request");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "null", "[]", "\"text\"", "12", "{"})
  void aBodyThatIsNoPaymentIsRefused(String body) {
    assertRefused(client().pay(body), 400, "invalid_request");
  }

  @Test
  void anotherContentTypeIsRefused() {
    String body = SuiteClient.payment(TestOrder.anyId(), 1, "99.00").toString();
    assertRefused(client().pay(body, "Content-Type", "text/plain"), 415, "unsupported_media_type");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/html", "application/xml"})
  void aClientThatAcceptsNoJsonIsRefusedBeforeItIsCharged(String accepted) {
    TestOrder order = anyOrder();

    assertThat(client().pay(order.payment(), "Accept", accepted).status()).isEqualTo(406);

    assertThat(client().chargeLedger(order.orderId()).list()).isEmpty();
    assertNothingFollowed(order);
  }

  @Test
  void aFormIsRefused() {
    Reply answer = client().pay("x", "Content-Type", "multipart/form-data");
    assertRefused(answer, 415, "unsupported_media_type");
  }

  @Test
  void aQueryThatCannotBeDecodedIsRefused() throws IOException {
    URI notifications = client().endpoints().notification();
    try (Socket socket = new Socket(notifications.getHost(), notifications.getPort())) {
      // By hand: the JDK's client does not let it through.
      socket
          .getOutputStream()
          .write(
              """
              GET /notifications?orderId=%%zz HTTP/1.1\r
              Host: x\r
              Authorization: Bearer %s\r
              Connection: close\r
              \r
              """
                  .formatted(client().tokens().app())
                  .getBytes(US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), US_ASCII);
      assertThat(answer)
          .startsWith("HTTP/1.1 400")
          .contains("application/problem+json", "\"code\":\"invalid_request\"");
    }
  }

  @Test
  void aBodyOverTheLimitIsRefused() {
    String body = SuiteClient.payment(TestOrder.anyId(), 1, "99.00") + " ".repeat(16 * 1024);
    assertRefused(client().pay(body), 413, "body_too_large");
  }

  @Test
  void theLargestBodyThatIsAllowedIsTaken() {
    TestOrder order = anyOrder();
    String body = order.payment();
    assertPaid(client().pay(body + " ".repeat(16 * 1024 - body.length())));
    assertFulfilledOnce(order);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/payments/%E8%AE%A2", "/payments/a%20b", "/payments/a.b"})
  void anIdThatCannotBeIsRefused(String path) {
    assertProblem(client().get(client().endpoints().payment(), path), 400, "invalid_request");
  }

  @Test
  void whatIsNotThereIsNotFound() {
    assertProblem(client().payment(TestOrder.anyId()), 404, "payment_not_found");
    assertProblem(client().order(TestOrder.anyId()), 404, "order_not_found");
    assertProblem(client().get(client().endpoints().payment(), "/nowhere"), 404, "not_found");
    assertProblem(client().get(client().endpoints().payment(), "/pay"), 405, "method_not_allowed");
  }
}
