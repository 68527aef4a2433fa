package io.github.paymentsuite.order;

import static io.github.paymentsuite.order.TestData.AMOUNT;
import static io.github.paymentsuite.order.TestData.anyOrderId;
import static io.github.paymentsuite.order.TestData.anyUserId;
import static io.github.paymentsuite.order.TestData.paymentOf;

import io.github.paymentsuite.events.PaymentSucceeded;
import io.github.paymentsuite.lab.infrastructure.AccessTokenIssuer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.http.MediaType;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.RestTestClient.BodyContentSpec;

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

    ask("\"%s\",\"%s\",\"%s\"".formatted(unseen.paymentNo(), second.paymentNo(), paid.paymentNo()))
        .json(
            """
            {"fulfilments":[
              {"paymentNo":"%s","state":"ABSENT"},
              {"paymentNo":"%s","state":"CASE","reason":"PAID_BY_ANOTHER_PAYMENT"},
              {"paymentNo":"%s","state":"DONE"}]}"""
                .formatted(unseen.paymentNo(), second.paymentNo(), paid.paymentNo()),
            JsonCompareMode.STRICT);
  }

  @Test
  void aPaymentOfAnUnknownOrderIsACaseOnlyAsLongAsThereIsNoSuchOrder() {
    PaymentSucceeded early = paymentOf(orderId, userId, AMOUNT);
    giveUp(early);

    assertState(early, "\"state\":\"CASE\",\"reason\":\"ORDER_UNKNOWN\"");

    // Its creator dies before it looks for the case.
    orders.create(orderId, userId, AMOUNT);
    assertState(early, "\"state\":\"ABSENT\"");

    unknownOrders.arrived(orderId);
    assertState(early, "\"state\":\"DONE\"");
  }

  private void assertState(PaymentSucceeded payment, String state) {
    String quoted = "\"%s\"".formatted(payment.paymentNo());
    ask(quoted)
        .json(
            "{\"fulfilments\":[{\"paymentNo\":%s,%s}]}".formatted(quoted, state),
            JsonCompareMode.STRICT);
  }

  private BodyContentSpec ask(String paymentNos) {
    return RestTestClient.bindToServer(new JdkClientHttpRequestFactory())
        .defaultHeader("Authorization", AccessTokenIssuer.shared().everything())
        .baseUrl("http://127.0.0.1:" + managementPort)
        .build()
        .post()
        .uri("/internal/fulfilments")
        .contentType(MediaType.APPLICATION_JSON)
        .body("{\"paymentNos\":[%s]}".formatted(paymentNos))
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody();
  }
}
