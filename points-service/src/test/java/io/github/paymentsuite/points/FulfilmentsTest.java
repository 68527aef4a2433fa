package io.github.paymentsuite.points;

import static io.github.paymentsuite.points.TestData.anyUserId;
import static io.github.paymentsuite.points.TestData.paymentBy;

import io.github.paymentsuite.events.PaymentSucceeded;
import io.github.paymentsuite.lab.infrastructure.AccessTokenIssuer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.http.MediaType;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.servlet.client.RestTestClient;

/** What payment-service is told of its payments. */
class FulfilmentsTest extends PointsServiceTest {
  @LocalManagementPort private int managementPort;

  @Test
  void saysOfEachPaymentWhetherItIsInTheLedgerAlsoWhereItIsWorthNothing() {
    PaymentSucceeded awarded = paymentBy(anyUserId(), "99.00");
    PaymentSucceeded worthNothing = paymentBy(anyUserId(), "0.99");
    PaymentSucceeded unseen = paymentBy(anyUserId(), "99.00");
    ledger.award(awarded);
    ledger.award(worthNothing);

    RestTestClient.bindToServer(new JdkClientHttpRequestFactory())
        .defaultHeader("Authorization", AccessTokenIssuer.shared().everything())
        .baseUrl("http://127.0.0.1:" + managementPort)
        .build()
        .post()
        .uri("/internal/fulfilments")
        .contentType(MediaType.APPLICATION_JSON)
        .body(
            "{\"paymentNos\":[\"%s\",\"%s\",\"%s\"]}"
                .formatted(awarded.paymentNo(), unseen.paymentNo(), worthNothing.paymentNo()))
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody()
        .json(
            """
            {"fulfilments":[
              {"paymentNo":"%s","state":"DONE"},
              {"paymentNo":"%s","state":"ABSENT"},
              {"paymentNo":"%s","state":"DONE"}]}"""
                .formatted(awarded.paymentNo(), unseen.paymentNo(), worthNothing.paymentNo()),
            JsonCompareMode.STRICT);
  }
}
