package io.github.paymentsuite.order;

import io.github.paymentsuite.lab.infrastructure.AccessTokenIssuer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.test.web.servlet.client.RestTestClient;

/** What every service shows of itself, and on which of its ports. */
class OperationsTest extends OrderServiceTest {
  @LocalServerPort private int apiPort;
  @LocalManagementPort private int managementPort;

  @ParameterizedTest
  @ValueSource(
      strings = {"/actuator/health/liveness", "/actuator/health/readiness", "/actuator/prometheus"})
  void showsItsStateToOperatorsAlone(String path) {
    assertStatus(managementPort, path, HttpStatus.OK);
    assertStatus(apiPort, path, HttpStatus.NOT_FOUND);
  }

  @Test
  void showsNothingElseOfItsInside() {
    assertStatus(managementPort, "/actuator/env", HttpStatus.NOT_FOUND);
    assertStatus(managementPort, "/actuator/heapdump", HttpStatus.NOT_FOUND);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v3/api-docs", "/swagger-ui/index.html"})
  void describesItsInterface(String path) {
    assertStatus(apiPort, path, HttpStatus.OK);
  }

  @Test
  void describesAnAmountAsTheNumberThatItIs() {
    RestTestClient.bindToServer(new JdkClientHttpRequestFactory())
        .baseUrl("http://127.0.0.1:" + apiPort)
        .build()
        .get()
        .uri("/v3/api-docs")
        .exchange()
        .expectBody()
        .jsonPath("$.components.schemas.Money.type")
        .isEqualTo("number")
        .jsonPath("$.components.schemas.Money.properties")
        .doesNotExist()
        .jsonPath("$.components.schemas.OrderRequest.properties.amount['$ref']")
        .isEqualTo("#/components/schemas/Money");
  }

  private static void assertStatus(int port, String path, HttpStatusCode status) {
    RestTestClient.bindToServer(new JdkClientHttpRequestFactory())
        .defaultHeader("Authorization", AccessTokenIssuer.shared().everything())
        .baseUrl("http://127.0.0.1:" + port)
        .build()
        .get()
        .uri(path)
        .exchange()
        .expectStatus()
        .isEqualTo(status);
  }
}
