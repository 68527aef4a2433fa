package io.github.paymentsuite.lab.benchmark;

import io.github.paymentsuite.events.Money;
import io.github.paymentsuite.lab.benchmark.RivalAnnouncement.PaidAttempt;
import io.github.paymentsuite.starter.OutboundHttp;
import io.github.paymentsuite.starter.OutboundHttp.Answer;
import io.github.paymentsuite.starter.OutboundHttp.NoAnswer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Charges at the provider simulator, by the request that payment-service makes. */
class RivalProvider {
  private static final Logger log = LoggerFactory.getLogger(RivalProvider.class);

  private final OutboundHttp http;
  private final JsonMapper json;

  RivalProvider(RivalProperties properties, JsonMapper json) {
    this.http = new OutboundHttp(properties.provider().url(), properties.provider().timeout());
    this.json = json;
  }

  /** Empty unless the provider says beyond doubt that this attempt is paid. */
  Optional<PaidAttempt> charge(RivalAttempt attempt) {
    Map<String, String> request = new LinkedHashMap<>();
    request.put("attemptNo", attempt.attemptNo());
    request.put("orderId", attempt.orderId());
    request.put("amount", attempt.amount().toString());
    request.put("currency", Money.CURRENCY);
    request.put("deadline", attempt.chargeDeadline().toString());
    try {
      Answer answer = http.post("/charges", json.writeValueAsBytes(request));
      return answer.status() == 200
          ? paid(attempt, json.readTree(answer.body()))
          : open(attempt, "HTTP " + answer.status());
    } catch (NoAnswer noAnswer) {
      return open(attempt, noAnswer.getMessage());
    } catch (JacksonException | DateTimeException garbled) {
      return open(attempt, "what cannot be read");
    }
  }

  private static Optional<PaidAttempt> paid(RivalAttempt attempt, JsonNode said) {
    boolean isOfThisAttempt =
        text(said, "status").equals("PAID")
            && text(said, "attemptNo").equals(attempt.attemptNo())
            && text(said, "amount").equals(attempt.amount().toString())
            && text(said, "currency").equals(Money.CURRENCY);
    if (!isOfThisAttempt) {
      return open(attempt, "not this payment, or not paid");
    }
    Instant payTime = Instant.parse(text(said, "paidAt")).truncatedTo(ChronoUnit.MILLIS);
    return Optional.of(new PaidAttempt(attempt, text(said, "tradeNo"), payTime));
  }

  private static Optional<PaidAttempt> open(RivalAttempt attempt, String said) {
    log.warn(
        "attempt {} of order {} stays open: the provider said {}",
        attempt.attemptNo(),
        attempt.orderId(),
        said);
    return Optional.empty();
  }

  private static String text(JsonNode said, String field) {
    return said.path(field).asString("");
  }
}
