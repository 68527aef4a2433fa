package io.github.paymentsuite.payment;

import io.github.paymentsuite.starter.OutboundHttp;
import io.github.paymentsuite.starter.OutboundHttp.Answer;
import io.github.paymentsuite.starter.OutboundHttp.NoAnswer;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Asks a participant, by {@code POST /internal/fulfilments}, which payments it has. */
@Component
@EnableConfigurationProperties(FulfilmentProperties.class)
class ParticipantLookup {
  private static final Logger log = LoggerFactory.getLogger(ParticipantLookup.class);

  private final Map<Participant, OutboundHttp> participants = new EnumMap<>(Participant.class);
  private final JsonMapper json;

  ParticipantLookup(FulfilmentProperties properties, ServiceToken token, JsonMapper json) {
    // A later version of a participant may say more than this one knows.
    this.json = json.rebuild().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
    Map.of(
            Participant.ORDER, properties.orderUrl(),
            Participant.POINTS, properties.pointsUrl(),
            Participant.NOTIFY, properties.notifyUrl())
        .forEach(
            (participant, url) ->
                participants.put(
                    participant,
                    new OutboundHttp(url, properties.timeout(), () -> Optional.of(token.value()))));
  }

  /**
   * Those of the payments that the participant does not have.
   *
   * @return empty if it did not say so of each of them
   */
  Optional<Set<String>> findLacking(Participant participant, List<String> paymentNos) {
    try {
      Answer answer =
          participants
              .get(participant)
              .post("/internal/fulfilments", json.writeValueAsBytes(new Question(paymentNos)));
      if (answer.status() != 200) {
        throw new NoSense("HTTP " + answer.status());
      }
      return Optional.of(lacking(json.readValue(answer.body(), Answers.class), paymentNos));
    } catch (NoAnswer | NoSense | JacksonException | OAuth2AuthorizationException unclear) {
      log.warn("{} does not say which payments it has: {}", participant, unclear.getMessage());
      return Optional.empty();
    }
  }

  private static Set<String> lacking(Answers answers, List<String> asked) throws NoSense {
    Set<String> answered = new HashSet<>();
    Set<String> lacking = new HashSet<>();
    for (Fulfilment fulfilment : answers.fulfilments()) {
      if (fulfilment.state() == null) {
        throw new NoSense("an answer without a state");
      }
      answered.add(fulfilment.paymentNo());
      if (fulfilment.state() == FulfilmentState.ABSENT) {
        lacking.add(fulfilment.paymentNo());
      }
    }
    if (!answered.equals(new HashSet<>(asked))) {
      throw new NoSense("an answer to other payments than were asked about");
    }
    return lacking;
  }

  /** What a participant says of a payment. */
  enum FulfilmentState {
    /** It has done its part, or holds it safely. */
    DONE,
    /** It opened a case instead. */
    CASE,
    /** It knows nothing of it. */
    ABSENT
  }

  private record Question(List<String> paymentNos) {}

  private record Answers(List<Fulfilment> fulfilments) {
    Answers {
      fulfilments = fulfilments == null ? List.of() : fulfilments;
    }
  }

  private record Fulfilment(String paymentNo, FulfilmentState state) {}

  private static class NoSense extends Exception {
    private static final long serialVersionUID = 1;

    NoSense(String message) {
      super(message);
    }
  }
}
