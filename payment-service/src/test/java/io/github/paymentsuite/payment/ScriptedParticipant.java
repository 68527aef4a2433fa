package io.github.paymentsuite.payment;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A participant at the edge of the process, which has every payment but those that it lacks. */
final class ScriptedParticipant {
  private final Map<String, String> states = new ConcurrentHashMap<>();
  private final Map<String, Integer> questions = new ConcurrentHashMap<>();
  private volatile int status = 200;
  private final HttpServer server;

  ScriptedParticipant() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    server.createContext("/internal/fulfilments", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /**
   * @param state left out where it is empty
   */
  void says(String paymentNo, String state) {
    states.put(paymentNo, state);
  }

  /** Every question, from now on, until it is 200 again. */
  void answersWith(int httpStatus) {
    status = httpStatus;
  }

  int questionsAbout(String paymentNo) {
    return questions.getOrDefault(paymentNo, 0);
  }

  private static String state(String state) {
    return state.isEmpty() ? "" : ",\"state\":\"%s\"".formatted(state);
  }

  private void answer(HttpExchange exchange) throws IOException {
    // As a participant does that closes itself to whoever shows no token.
    if (!("Bearer " + ScriptedProvider.SERVICE_TOKEN)
        .equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      ScriptedProvider.answer(exchange, 401, "{}");
      return;
    }
    JsonNode asked =
        JsonMapper.shared().readTree(exchange.getRequestBody().readAllBytes()).get("paymentNos");
    String fulfilments =
        StreamSupport.stream(asked.spliterator(), false)
            .map(JsonNode::stringValue)
            .peek(paymentNo -> questions.merge(paymentNo, 1, Integer::sum))
            .map(
                paymentNo ->
                    "{\"paymentNo\":\"%s\"%s}"
                        .formatted(paymentNo, state(states.getOrDefault(paymentNo, "DONE"))))
            .collect(Collectors.joining(","));
    ScriptedProvider.answer(exchange, status, "{\"fulfilments\":[" + fulfilments + "]}");
  }
}
