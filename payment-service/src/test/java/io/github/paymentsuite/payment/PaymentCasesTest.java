package io.github.paymentsuite.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.paymentsuite.lab.infrastructure.AccessTokenIssuer;
import io.github.paymentsuite.payment.ScriptedProvider.Script;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.test.web.servlet.client.RestTestClient;

/** What operators see of payments that need them. */
class PaymentCasesTest extends PaymentServiceTest {
  @LocalManagementPort private int managementPort;

  @Test
  void aCaseIsShownOnTheManagementPortUntilItsAttemptIsSettled() {
    String orderId = anyOrderId();
    Script otherAmount = ScriptedProvider.paidAmount("99.01");
    PROVIDER.script(orderId, otherAmount);
    PROVIDER.scriptQuery(orderId, otherAmount);
    pay(body(orderId));

    assertThat(casesOnManagementPort())
        .contains("\"orderId\":\"" + orderId + "\"", "\"reason\":\"PAID_MISMATCH\"");
    assertThat(get("/internal/cases").getStatus().value()).isEqualTo(404);

    PROVIDER.scriptQuery(orderId, ScriptedProvider.state("REFUNDED"));
    await().until(() -> !casesOnManagementPort().contains(orderId));
  }

  @Test
  void whatIsStuckIsMeasured() {
    String metrics = management("/actuator/prometheus");

    assertThat(metrics)
        .contains(
            "payment_attempts_open ",
            "payment_attempts_open_oldest_age_seconds ",
            "payment_unfulfilled ",
            "payment_unfulfilled_oldest_age_seconds ",
            "payment_cases_open ")
        .doesNotContain("NaN");
  }

  private String casesOnManagementPort() {
    return management("/internal/cases?limit=1000");
  }

  private String management(String path) {
    return RestTestClient.bindToServer(new JdkClientHttpRequestFactory())
        .defaultHeader("Authorization", AccessTokenIssuer.shared().everything())
        .baseUrl("http://127.0.0.1:" + managementPort)
        .build()
        .get()
        .uri(path)
        .exchange()
        .returnResult(String.class)
        .getResponseBody();
  }
}
