package io.github.paymentsuite.notify;

import static io.github.paymentsuite.notify.TestData.anyPhone;
import static io.github.paymentsuite.notify.TestData.anyUserId;
import static io.github.paymentsuite.notify.TestData.paymentBy;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.paymentsuite.events.PaymentSucceeded;
import io.github.paymentsuite.lab.infrastructure.AccessTokenIssuer;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;

class NotifyHttpTest extends NotifyServiceTest {
  private final long userId = anyUserId();
  private final String phone = anyPhone().number();
  private final String masked = phone.replaceAll("(...)....(....)", "$1****$2");

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
  void keepsAPhoneAndShowsItMasked() {
    assertBody(
        put(userId, contact("13812345678")),
        "{\"userId\":%d,\"phone\":\"138****5678\"}".formatted(userId));
    assertThat(phoneOf(userId)).isEqualTo("13812345678");
  }

  @Test
  void keepsTheLastPhone() {
    put(userId, contact(anyPhone().number())).expectStatus().isOk();
    put(userId, contact(phone)).expectStatus().isOk();
    put(userId, contact(phone)).expectStatus().isOk();

    assertThat(phoneOf(userId)).isEqualTo(phone);
  }

  @Test
  void showsANotificationFromThePaymentToTheSms() {
    PaymentSucceeded payment = paymentBy(userId);
    deliver(payment);
    assertBody(
        notificationsOf(payment.orderId()),
        """
        [{"paymentNo":"%s","orderId":"%s","userId":%d,"phone":null,"status":"WAITING","sentAt":null}]"""
            .formatted(payment.paymentNo(), payment.orderId(), userId));

    put(userId, contact(phone)).expectStatus().isOk();

    awaitStatus(payment, NotificationStatus.SENT);
    assertBody(
        notificationsOf(payment.orderId()),
        """
        [{"paymentNo":"%s","orderId":"%s","userId":%d,"phone":"%s","status":"SENT","sentAt":"%s"}]"""
            .formatted(
                payment.paymentNo(),
                payment.orderId(),
                userId,
                masked,
                notificationOf(payment).sentAt()));
  }

  @Test
  void showsNothingOfAnUnknownOrder() {
    assertBody(notificationsOf("ORDER_OF_NOBODY"), "[]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1391234567",
        "139123456789",
        "12912345678",
        "23912345678",
        "+8613912345678",
        "139 1234 5678",
        "1391234567a",
        "１３９１２３４５６７８",
        "13912345678\\n",
        ""
      })
  void refusesAnythingButAMobileNumberWithoutRepeatingIt(String number) {
    String answer = assertProblem(put(userId, contact(number)), 400, "invalid_request");

    assertThat(answer).contains("phone");
    if (!number.isEmpty()) {
      assertThat(answer).doesNotContain(number);
    }
    assertThat(rows(userId)).isZero();
  }

  @Test
  void refusesABodyThatIsNoContact() {
    for (String body :
        List.of(
            "",
            "{}",
            "[]",
            "{",
            "{\"phone\":null}",
            "{\"phone\":%s}".formatted(phone),
            "{\"phone\":[\"%s\"]}".formatted(phone),
            "{\"phone\":\"%s\",\"mail\":\"a@b\"}".formatted(phone),
            "{\"phone\":\"%1$s\",\"phone\":\"%1$s\"}".formatted(phone))) {
      String answer = assertProblem(put(userId, body), 400, "invalid_request");
      assertThat(answer).doesNotContain(phone);
    }
    assertThat(rows(userId)).isZero();
  }

  @Test
  void refusesWhatIsNoUserAndWhatIsNoOrder() {
    for (String user : List.of("0", "-1", "x", "1.5", "9223372036854775808")) {
      assertProblem(put(user, contact(phone)), 400, "invalid_request");
    }
    for (String order : List.of("", "Ä", "ORDER.1", "x".repeat(65))) {
      assertProblem(notificationsOf(order), 400, "invalid_request");
    }
    assertProblem(http.get().uri("/notifications").exchange(), 400, "invalid_request");
  }

  @Test
  void refusesAnythingButJson() {
    assertProblem(
        http.put()
            .uri("/users/{userId}/contact", userId)
            .contentType(MediaType.TEXT_PLAIN)
            .body(contact(phone))
            .exchange(),
        415,
        "unsupported_media_type");
    assertProblem(put(userId, contact(phone) + " ".repeat(16 * 1024)), 413, "body_too_large");
    assertThat(rows(userId)).isZero();
  }

  @Test
  void aProblemRepeatsNothingThatWasAskedFor() {
    for (ResponseSpec answer :
        List.of(
            put(phone + "x", contact(phone)),
            put(userId, contact(phone) + phone),
            put(userId, "{\"" + phone + "\":1}"),
            put(userId, "{\"phone\":{\"" + phone + "\":1}}"),
            notificationsOf(phone + "."),
            http.get().uri("/" + phone).exchange(),
            http.get().uri("/notifications?" + phone + "=1").exchange(),
            http.get().uri("/notifications?orderId=%zz" + phone).exchange(),
            http.method(HttpMethod.valueOf("X" + phone)).uri("/notifications").exchange(),
            http.delete().uri("/users/{user}/contact", phone).exchange(),
            http.get()
                .uri("/notifications?orderId=O")
                .accept(MediaType.parseMediaType("text/x" + phone))
                .exchange(),
            http.put()
                .uri("/users/{user}/contact", userId)
                .contentType(MediaType.parseMediaType("text/x" + phone))
                .body(contact(phone).getBytes(UTF_8))
                .exchange(),
            http.get()
                .uri("/notifications")
                .header("Authorization", "Bearer " + phone)
                .exchange())) {
      assertThat(new String(answer.expectBody().returnResult().getResponseBodyContent(), UTF_8))
          .contains("\"code\":")
          .doesNotContain(phone);
    }
  }

  private ResponseSpec put(Object user, String body) {
    return http.put()
        .uri("/users/{userId}/contact", user)
        .contentType(MediaType.APPLICATION_JSON)
        .body(body.getBytes(UTF_8))
        .exchange();
  }

  private ResponseSpec notificationsOf(String orderId) {
    return http.get().uri("/notifications?orderId={orderId}", orderId).exchange();
  }

  private static void assertBody(ResponseSpec answer, String json) {
    answer.expectStatus().isOk().expectBody().json(json, JsonCompareMode.STRICT);
  }

  private static String assertProblem(ResponseSpec answer, int status, String code) {
    byte[] body =
        answer
            .expectStatus()
            .isEqualTo(status)
            .expectHeader()
            .contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON)
            .expectBody()
            .jsonPath("$.code")
            .isEqualTo(code)
            .returnResult()
            .getResponseBodyContent();
    return new String(body, UTF_8);
  }

  private static String contact(String number) {
    return "{\"phone\":\"%s\"}".formatted(number);
  }

  private String phoneOf(long user) {
    String sealed =
        database.queryForObject(
            "SELECT sealed_phone FROM contact WHERE user_id = ?", String.class, user);
    return cipher.open(new SealedPhone(sealed), user).number();
  }

  private int rows(long user) {
    return database.queryForObject(
        "SELECT COUNT(*) FROM contact WHERE user_id = ?", Integer.class, user);
  }
}
