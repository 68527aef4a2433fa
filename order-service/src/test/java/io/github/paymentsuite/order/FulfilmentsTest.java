package io.github.paymentsuite.order;

import static io.github.paymentsuite.order.TestData.AMOUNT;
import static io.github.paymentsuite.order.TestData.anyOrderId;
import static io.github.paymentsuite.order.TestData.anyUserId;
import static io.github.paymentsuite.order.TestData.paymentOf;

import io.github.paymentsuite.events.PaymentSucceeded;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.http.MediaType;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.servlet.client.RestTestClient;

/** What payment-service is told of its payments. */
class FulfilmentsTest extends OrderServiceTest {
  private final String orderId = anyOrderId();
  private final long userId = anyUserId();

  @LocalManagementPort private int managementPort;

  @Test
  void saysOfEachPaymentWhatBecameOfIt() {
    orders.create(orderId, userId, AMOUNT);
    PaymentSucceeded paid = paymentOf(orderId, userId, AMOUNT);
    PaymentSucceeded second = paymentOf(orderId, userId, AMOUNT);
    PaymentSucceeded unseen = paymentOf(orderId, userId, AMOUNT);
    orders.pay(paid);
    orders.pay(second);

    RestTestClient.bindToServer()
        .baseUrl("http://127.0.0.1:" + managementPort)
        .build()
        .post()
        .uri("/internal/fulfilments")
        .contentType(MediaType.APPLICATION_JSON)
        .body(
            "{\"paymentNos\":[\"%s\",\"%s\",\"%s\"]}"
                .formatted(unseen.paymentNo(), second.paymentNo(), paid.paymentNo()))
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody()
        .json(
            """
            {"fulfilments":[
              {"paymentNo":"%s","state":"ABSENT"},
              {"paymentNo":"%s","state":"CASE","reason":"PAID_BY_ANOTHER_PAYMENT"},
              {"paymentNo":"%s","state":"DONE"}]}"""
                .formatted(unseen.paymentNo(), second.paymentNo(), paid.paymentNo()),
            JsonCompareMode.STRICT);
  }
}
