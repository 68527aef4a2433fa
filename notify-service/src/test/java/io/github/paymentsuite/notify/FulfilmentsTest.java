package io.github.paymentsuite.notify;

import static io.github.paymentsuite.notify.TestData.anyUserId;
import static io.github.paymentsuite.notify.TestData.paymentBy;

import io.github.paymentsuite.events.PaymentSucceeded;
import io.github.paymentsuite.lab.infrastructure.AccessTokenIssuer;
import io.github.paymentsuite.notify.NotificationMapper.Due;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.http.MediaType;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.servlet.client.RestTestClient;

/** What payment-service is told of its payments. */
class FulfilmentsTest extends NotifyServiceTest {
  /** When the service's own poll finds nothing of it due. */
  private static final Instant MUCH_LATER = Instant.parse("2100-01-31T12:00:00Z");

  private final PaymentSucceeded payment = paymentBy(anyUserId());

  @LocalManagementPort private int managementPort;

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FAILED")
  void aNotificationGoesItsOwnWayFromThenOn(NotificationStatus status) {
    given(status);

    assertAnswer("{\"paymentNo\":\"%s\",\"state\":\"DONE\"}".formatted(payment.paymentNo()));
  }

  @Test
  void anSmsThatFailedIsACase() {
    given(NotificationStatus.FAILED);

    assertAnswer(
        """
        {"paymentNo":"%s","state":"CASE","reason":"SMS_FAILED"}"""
            .formatted(payment.paymentNo()));
  }

  @Test
  void aPaymentWithoutNotificationIsAbsent() {
    assertAnswer("{\"paymentNo\":\"%s\",\"state\":\"ABSENT\"}".formatted(payment.paymentNo()));
  }

  private void given(NotificationStatus status) {
    mapper.insert(
        List.of(new Due(Notification.of(payment, status, MUCH_LATER), MUCH_LATER)), false);
  }

  private void assertAnswer(String line) {
    RestTestClient.bindToServer(new JdkClientHttpRequestFactory())
        .defaultHeader("Authorization", AccessTokenIssuer.shared().everything())
        .baseUrl("http://127.0.0.1:" + managementPort)
        .build()
        .post()
        .uri("/internal/fulfilments")
        .contentType(MediaType.APPLICATION_JSON)
        .body("{\"paymentNos\":[\"%s\"]}".formatted(payment.paymentNo()))
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody()
        .json("{\"fulfilments\":[%s]}".formatted(line), JsonCompareMode.STRICT);
  }
}
