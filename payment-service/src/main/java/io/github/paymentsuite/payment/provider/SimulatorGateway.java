package io.github.paymentsuite.payment.provider;

import io.github.paymentsuite.events.Money;
import io.github.paymentsuite.starter.ForeignWords;
import io.github.paymentsuite.starter.OutboundHttp;
import io.github.paymentsuite.starter.OutboundHttp.Answer;
import io.github.paymentsuite.starter.OutboundHttp.NoAnswer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Speaks HTTP to the provider simulator. */
@Component
@EnableConfigurationProperties(ProviderProperties.class)
class SimulatorGateway implements PaymentGateway {
  /** Refusals after which the charge cannot happen any more. Nothing else is a decline. */
  private static final Set<String> DEFINITE_REFUSALS =
      Set.of("INSUFFICIENT_FUNDS", "DEADLINE_PASSED");

  private final OutboundHttp http;
  private final ProviderTerms terms;
  private final JsonMapper json;

  SimulatorGateway(ProviderProperties properties, JsonMapper json) {
    this.terms = properties.terms();
    this.http = new OutboundHttp(properties.url(), properties.timeout());
    this.json = json;
  }

  @Override
  public ProviderTerms terms() {
    return terms;
  }

  @Override
  public ChargeState charge(Charge charge, Optional<String> payerCode, Consumer<String> keep) {
    Map<String, String> request = new LinkedHashMap<>();
    request.put("attemptNo", charge.attemptNo());
    request.put("orderId", charge.orderId());
    request.put("amount", charge.amount().toString());
    request.put("currency", Money.CURRENCY);
    request.put("deadline", charge.deadline().toString());
    payerCode.ifPresent(code -> request.put("authCode", code));
    try {
      Answer answer = http.post("/charges", json.writeValueAsBytes(request));
      return switch (answer.status()) {
        case 200, 202 -> without(payerCode, chargeState(answer));
        default -> new ChargeState.Unknown("HTTP " + answer.status());
      };
    } catch (NoAnswer noAnswer) {
      return new ChargeState.Unknown(noAnswer.getMessage());
    }
  }

  @Override
  public ChargeState query(Charge charge) {
    try {
      Answer answer = http.get("/charges/" + charge.attemptNo());
      return switch (answer.status()) {
        case 200 -> chargeState(answer);
        case 404 -> notFound(answer);
        default -> new ChargeState.Unknown("HTTP " + answer.status());
      };
    } catch (NoAnswer noAnswer) {
      return new ChargeState.Unknown(noAnswer.getMessage());
    }
  }

  @Override
  public Reversal reverse(Charge charge) {
    try {
      Answer answer = http.post("/charges/" + charge.attemptNo() + "/reverse", new byte[0]);
      JsonNode said = read(answer);
      if (answer.status() == 409 && "USER_PAYING".equals(text(said, "code"))) {
        return new Reversal.NotNow("USER_PAYING");
      }
      if (answer.status() != 200) {
        return new Reversal.Unknown("HTTP " + answer.status());
      }
      return switch (text(said, "result")) {
        case "CLOSED" -> new Reversal.Closed();
        case "REFUNDED" -> new Reversal.Refunded();
        case "ABSENT" -> new Reversal.NotFound();
        default -> new Reversal.Unknown("unlisted result");
      };
    } catch (NoAnswer | Garbled unclear) {
      return new Reversal.Unknown(unclear.getMessage());
    }
  }

  @Override
  public Refund refund(Charge charge, String refundNo) {
    Map<String, String> request =
        Map.of(
            "refundNo", refundNo,
            "attemptNo", charge.attemptNo(),
            "amount", charge.amount().toString());
    try {
      Answer answer = http.post("/refunds", json.writeValueAsBytes(request));
      JsonNode said = read(answer);
      return switch (answer.status()) {
        case 200 ->
            "SUCCEEDED".equals(text(said, "status"))
                ? new Refund.Succeeded()
                : new Refund.Unknown("unlisted status");
        case 409 -> new Refund.Failed(words(said, "code"), words(said, "message"));
        default -> new Refund.Unknown("HTTP " + answer.status());
      };
    } catch (NoAnswer | Garbled unclear) {
      return new Refund.Unknown(unclear.getMessage());
    }
  }

  /** The provider may name what it refuses. */
  private static ChargeState without(Optional<String> payerCode, ChargeState said) {
    return said instanceof ChargeState.Declined declined && payerCode.isPresent()
        ? new ChargeState.Declined(
            declined.code(), ForeignWords.masked(declined.reason(), payerCode.get()))
        : said;
  }

  private ChargeState chargeState(Answer answer) {
    try {
      JsonNode said = read(answer);
      return switch (text(said, "status")) {
        case "PAID" -> paid(said);
        case "PENDING" -> new ChargeState.Pending("the payer has not confirmed yet");
        case "DECLINED" -> declined(text(said, "code"), words(said, "message"));
        case "CLOSED" -> new ChargeState.Closed();
        case "REFUNDED" -> new ChargeState.Refunded();
        default -> new ChargeState.Unknown("unlisted status");
      };
    } catch (Garbled garbled) {
      return new ChargeState.Unknown(garbled.getMessage());
    }
  }

  private static ChargeState paid(JsonNode said) throws Garbled {
    try {
      return new ChargeState.Paid(
          text(said, "attemptNo"),
          Money.parse(text(said, "amount")),
          words(said, "currency"),
          text(said, "tradeNo"),
          Instant.parse(text(said, "paidAt")).truncatedTo(ChronoUnit.MILLIS));
    } catch (IllegalArgumentException | DateTimeException malformed) {
      throw new Garbled("paid, but the amount or the time is malformed");
    }
  }

  private static ChargeState declined(String code, String reason) {
    return DEFINITE_REFUSALS.contains(code)
        ? new ChargeState.Declined(code, reason)
        : new ChargeState.Unknown("declined with an unlisted code");
  }

  private ChargeState notFound(Answer answer) {
    try {
      JsonNode said = read(answer);
      // A 404 from anything on the way is not the provider's word.
      return "NOT_FOUND".equals(text(said, "code"))
          ? new ChargeState.NotFound(Instant.parse(text(said, "providerTime")))
          : new ChargeState.Unknown("HTTP 404 without the provider's code");
    } catch (Garbled garbled) {
      return new ChargeState.Unknown(garbled.getMessage());
    } catch (DateTimeException malformed) {
      return new ChargeState.Unknown("not found, but the time is malformed");
    }
  }

  private JsonNode read(Answer answer) throws Garbled {
    try {
      return json.readTree(answer.body());
    } catch (JacksonException malformed) {
      throw new Garbled("HTTP " + answer.status() + " with a body that is not JSON");
    }
  }

  private static String words(JsonNode said, String field) throws Garbled {
    return ForeignWords.masked(text(said, field));
  }

  private static String text(JsonNode said, String field) throws Garbled {
    JsonNode value = said.get(field);
    if (value == null || !value.isString()) {
      throw new Garbled(field + " is missing in the answer");
    }
    return value.stringValue();
  }

  /** The provider's answer arrived but makes no sense. */
  private static class Garbled extends Exception {
    private static final long serialVersionUID = 1;

    Garbled(String message) {
      super(message);
    }
  }
}
