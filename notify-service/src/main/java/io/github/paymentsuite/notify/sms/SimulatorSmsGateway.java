package io.github.paymentsuite.notify.sms;

import io.github.paymentsuite.starter.ForeignWords;
import io.github.paymentsuite.starter.OutboundHttp;
import io.github.paymentsuite.starter.OutboundHttp.Answer;
import io.github.paymentsuite.starter.OutboundHttp.NoAnswer;
import java.util.Map;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Speaks HTTP to the provider simulator. */
@Component
@EnableConfigurationProperties(SmsProviderProperties.class)
class SimulatorSmsGateway implements SmsGateway {
  private final OutboundHttp http;
  private final JsonMapper json;

  SimulatorSmsGateway(SmsProviderProperties properties, JsonMapper json) {
    this.http = new OutboundHttp(properties.url(), properties.timeout());
    this.json = json;
  }

  @Override
  public SmsState send(Sms sms) {
    Map<String, String> request =
        Map.of(
            "outId", sms.outId(),
            "orderId", sms.orderId(),
            "phone", sms.phone().number(),
            "text", sms.text());
    try {
      return state(http.post("/sms", json.writeValueAsBytes(request)));
    } catch (NoAnswer noAnswer) {
      return new SmsState.Unknown(noAnswer.getMessage());
    }
  }

  @Override
  public SmsState query(Sms sms) {
    try {
      Answer answer = http.get("/sms/" + sms.outId());
      if (answer.status() == 404 && "NOT_FOUND".equals(text(answer, "code"))) {
        return new SmsState.NotFound();
      }
      return state(answer);
    } catch (NoAnswer noAnswer) {
      return new SmsState.Unknown(noAnswer.getMessage());
    }
  }

  private SmsState state(Answer answer) {
    if (answer.status() != 200) {
      return new SmsState.Unknown("HTTP " + answer.status());
    }
    return switch (text(answer, "status")) {
      case "ACCEPTED" -> new SmsState.Accepted();
      case "REFUSED" -> new SmsState.Refused(ForeignWords.masked(text(answer, "code")));
      default -> new SmsState.Unknown("unlisted status");
    };
  }

  /** The field, or an empty text where there is no such field or no JSON. */
  private String text(Answer answer, String field) {
    try {
      JsonNode value = json.readTree(answer.body()).get(field);
      return value != null && value.isString() ? value.stringValue() : "";
    } catch (JacksonException notJson) {
      return "";
    }
  }
}
