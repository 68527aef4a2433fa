package io.github.paymentsuite.payment.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.paymentsuite.events.Money;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class SimulatorGatewayTest {
  private static final Charge CHARGE =
      new Charge(
          "A1",
          "ORDER_001",
          Money.parse("99.00"),
          Instant.parse("2026-01-31T12:01:00Z"),
          Optional.empty());
  private static final String PAID =
      """
      {"status":"PAID","attemptNo":"A1","amount":"99.00","currency":"CNY","tradeNo":"T1",\
      "paidAt":"2026-01-31T12:00:00.123Z"}""";

  private HttpServer server;
  private int status = 200;
  private String answer = PAID;
  private String requested;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requested = exchange.getRequestMethod() + " " + exchange.getRequestURI();
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void readsAPayment() {
    assertThat(charge())
        .isEqualTo(
            new ChargeState.Paid(
                "A1",
                Money.parse("99.00"),
                "CNY",
                "T1",
                Instant.parse("2026-01-31T12:00:00.123Z")));
    assertThat(requested).isEqualTo("POST /charges");
  }

  @ParameterizedTest
  @CsvSource({"A2,99.00,CNY", "A1,99.01,CNY", "A1,99.00,USD"})
  void doesNotTakeAPaymentOfSomethingElseForThisOne(String no, String amount, String currency) {
    ChargeState.Paid paid =
        new ChargeState.Paid(no, Money.parse(amount), currency, "T1", Instant.EPOCH);
    assertThat(paid.isOf(CHARGE)).isFalse();
  }

  @Test
  void declinesOnlyByAListedCode() {
    answer = "{\"status\":\"DECLINED\",\"code\":\"INSUFFICIENT_FUNDS\",\"message\":\"m\"}";
    assertThat(charge()).isEqualTo(new ChargeState.Declined("INSUFFICIENT_FUNDS", "m"));

    answer = "{\"status\":\"DECLINED\",\"code\":\"SYSTEM_ERROR\",\"message\":\"m\"}";
    assertThat(charge()).isInstanceOf(ChargeState.Unknown.class);
  }

  @Test
  void takesAnAcceptedChargeForPendingAndNotForPaid() {
    status = 202;
    answer = "{\"status\":\"PENDING\"}";
    assertThat(charge()).isInstanceOf(ChargeState.Pending.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 301, 400, 401, 404, 409, 429, 500, 502, 503})
  void knowsNothingAfterAnyOtherStatus(int other) {
    status = other;
    assertThat(charge()).isInstanceOf(ChargeState.Unknown.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "<html>",
        "{\"status\":1}",
        "{\"status\":\"paid\"}",
        "{\"status\":\"PAID\"}",
        "{\"status\":\"PAID\",\"attemptNo\":\"A1\",\"amount\":99.00,\"currency\":\"CNY\",\"tradeNo\":\"T\",\"paidAt\":\"2026-01-31T12:00:00Z\"}",
        "{\"status\":\"PAID\",\"attemptNo\":\"A1\",\"amount\":\"99\",\"currency\":\"CNY\",\"tradeNo\":\"T\",\"paidAt\":\"2026-01-31T12:00:00Z\"}",
        "{\"status\":\"PAID\",\"attemptNo\":\"A1\",\"amount\":\"99.00\",\"currency\":\"CNY\",\"tradeNo\":\"T\",\"paidAt\":\"now\"}"
      })
  void knowsNothingAfterGarbage(String garbage) {
    answer = garbage;
    assertThat(charge()).isInstanceOf(ChargeState.Unknown.class);
    assertThat(gateway().query(CHARGE)).isInstanceOf(ChargeState.Unknown.class);
    assertThat(gateway().reverse(CHARGE)).isInstanceOf(Reversal.Unknown.class);
    assertThat(gateway().refund(CHARGE, "R1")).isInstanceOf(Refund.Unknown.class);
  }

  @Test
  void knowsNothingWhenNobodyListens() {
    PaymentGateway gateway = gateway();
    server.stop(0);
    assertThat(charge(gateway)).isInstanceOf(ChargeState.Unknown.class);
    assertThat(gateway.query(CHARGE)).isInstanceOf(ChargeState.Unknown.class);
    assertThat(gateway.reverse(CHARGE)).isInstanceOf(Reversal.Unknown.class);
    assertThat(gateway.refund(CHARGE, "R1")).isInstanceOf(Refund.Unknown.class);
  }

  @Test
  void asksWhatBecameOfACharge() {
    assertThat(gateway().query(CHARGE)).isInstanceOf(ChargeState.Paid.class);
    assertThat(requested).isEqualTo("GET /charges/A1");

    answer = "{\"status\":\"CLOSED\"}";
    assertThat(gateway().query(CHARGE)).isEqualTo(new ChargeState.Closed());

    answer = "{\"status\":\"REFUNDED\"}";
    assertThat(gateway().query(CHARGE)).isEqualTo(new ChargeState.Refunded());

    status = 404;
    answer = "{\"code\":\"NOT_FOUND\",\"providerTime\":\"2026-01-31T12:02:00Z\"}";
    assertThat(gateway().query(CHARGE))
        .isEqualTo(new ChargeState.NotFound(Instant.parse("2026-01-31T12:02:00Z")));
  }

  @Test
  void doesNotTakeAnyoneElses404ForTheProvidersWord() {
    status = 404;
    answer = "{\"error\":\"no such page\"}";
    assertThat(gateway().query(CHARGE)).isInstanceOf(ChargeState.Unknown.class);
  }

  @Test
  void reverses() {
    answer = "{\"result\":\"CLOSED\"}";
    assertThat(gateway().reverse(CHARGE)).isEqualTo(new Reversal.Closed());
    assertThat(requested).isEqualTo("POST /charges/A1/reverse");

    answer = "{\"result\":\"REFUNDED\"}";
    assertThat(gateway().reverse(CHARGE)).isEqualTo(new Reversal.Refunded());

    answer = "{\"result\":\"ABSENT\"}";
    assertThat(gateway().reverse(CHARGE)).isEqualTo(new Reversal.NotFound());

    status = 409;
    answer = "{\"code\":\"USER_PAYING\"}";
    assertThat(gateway().reverse(CHARGE)).isEqualTo(new Reversal.NotNow("USER_PAYING"));
  }

  @Test
  void refunds() {
    answer = "{\"status\":\"SUCCEEDED\"}";
    assertThat(gateway().refund(CHARGE, "R1")).isEqualTo(new Refund.Succeeded());

    status = 409;
    answer = "{\"code\":\"NOT_PAID\",\"message\":\"m\"}";
    assertThat(gateway().refund(CHARGE, "R1")).isEqualTo(new Refund.Failed("NOT_PAID", "m"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'status':'DECLINED','code':'INSUFFICIENT_FUNDS','message':'code abc-1 of 13812345678'}",
        "{'status':'DECLINED','code':'13812345678 abc-1','message':'m'}",
        "{'status':'13812345678 abc-1'}",
        "{'13812345678 abc-1'}",
        "{'status':'PAID','attemptNo':'A1','amount':'13812345678 abc-1','currency':'CNY','tradeNo':'T','paidAt':'2026-01-31T12:00:00Z'}",
        "{'status':'PAID','attemptNo':'A1','amount':'99.00','currency':'CNY','tradeNo':'T','paidAt':'13812345678 abc-1'}",
        "{'code':'NOT_FOUND','providerTime':'13812345678 abc-1'}"
      })
  void whatTheProviderRepeatsOfAPayerIsNotKept(String repeating) {
    answer = repeating.replace('\'', '"');
    for (int code : new int[] {200, 404, 409, 500}) {
      status = code;
      assertThat(
              List.of(
                  charge(gateway(), Optional.of("abc-1")),
                  gateway().query(CHARGE),
                  gateway().reverse(CHARGE),
                  gateway().refund(CHARGE, "R1")))
          .allSatisfy(said -> assertThat(said.toString()).doesNotContain("13812345678"));
      assertThat(charge(gateway(), Optional.of("abc-1")).toString()).doesNotContain("abc-1");
    }
  }

  private ChargeState charge() {
    return charge(gateway());
  }

  private static ChargeState charge(PaymentGateway gateway) {
    return charge(gateway, Optional.empty());
  }

  private static ChargeState charge(PaymentGateway gateway, Optional<String> payerCode) {
    return gateway.charge(
        CHARGE,
        payerCode,
        reference -> {
          throw new AssertionError("it is asked by the attempt's number");
        });
  }

  private PaymentGateway gateway() {
    URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    return new SimulatorGateway(
        new ProviderProperties(
            url,
            Duration.ofSeconds(2),
            Duration.ofSeconds(2),
            Duration.ofSeconds(45),
            Duration.ofSeconds(5)),
        JsonMapper.shared());
  }
}
