package io.github.paymentsuite.lab.benchmark;

import com.alibaba.fastjson2.JSON;
import com.alibaba.fastjson2.JSONObject;
import io.github.paymentsuite.events.PaymentSucceeded;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The provider's HTTP interface by the JDK's own client. */
final class FloorProvider {
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI base;

  FloorProvider(String base) {
    this.base = URI.create(base);
  }

  /**
   * @throws IOException if it is not known to be paid as asked
   */
  FloorPayment charge(FloorPayment payment, Instant deadline)
      throws IOException, InterruptedException {
    JSONObject answer =
        post(
            "/charges",
            new JSONObject()
                .fluentPut("attemptNo", payment.number())
                .fluentPut("orderId", payment.orderId())
                .fluentPut("amount", payment.amount().toPlainString())
                .fluentPut("currency", "CNY")
                .fluentPut("deadline", deadline.toString()));
    if (!"PAID".equals(answer.getString("status"))
        || !payment.number().equals(answer.getString("attemptNo"))
        || new BigDecimal(answer.getString("amount")).compareTo(payment.amount()) != 0) {
      throw new IOException("not paid as asked: " + answer.getString("status"));
    }
    Instant paidAt = Instant.parse(answer.getString("paidAt")).truncatedTo(ChronoUnit.MILLIS);
    return payment.charged(answer.getString("tradeNo"), paidAt);
  }

  /**
   * @throws IOException if it is not known to be accepted
   */
  void send(PaymentSucceeded payment, String phone) throws IOException, InterruptedException {
    String text = "您的订单 %s 已支付成功，金额 %s 元。".formatted(payment.orderId(), payment.amount());
    JSONObject answer =
        post(
            "/sms",
            new JSONObject()
                .fluentPut("outId", payment.paymentNo())
                .fluentPut("orderId", payment.orderId())
                .fluentPut("phone", phone)
                .fluentPut("text", text));
    if (!"ACCEPTED".equals(answer.getString("status"))) {
      throw new IOException("not accepted: " + answer.getString("status"));
    }
  }

  private JSONObject post(String path, JSONObject body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(Duration.ofSeconds(10))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(body.toString().getBytes(StandardCharsets.UTF_8)))
            .build();
    HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw new IOException("HTTP " + answer.statusCode());
    }
    return JSON.parseObject(answer.body());
  }
}
