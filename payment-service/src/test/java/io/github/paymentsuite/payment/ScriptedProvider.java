package io.github.paymentsuite.payment;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A provider at the edge of the process, which answers each order's charge, and what is asked about
 * it later, as the test has scripted.
 */
final class ScriptedProvider implements AutoCloseable {
  static final String SERVICE_TOKEN = "token-of-payment-service";

  private final JsonMapper json = JsonMapper.shared();
  private final Map<String, Script> scripts = new ConcurrentHashMap<>();
  private final Map<String, Script> queries = new ConcurrentHashMap<>();
  private final Map<String, Script> reversals = new ConcurrentHashMap<>();
  private final Map<String, JsonNode> chargesByAttempt = new ConcurrentHashMap<>();
  private final List<JsonNode> refunds = new CopyOnWriteArrayList<>();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final List<JsonNode> charges = new CopyOnWriteArrayList<>();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "scripted-provider");
            thread.setDaemon(true);
            return thread;
          });
  private final HttpServer server;

  /** Answers one charge. */
  interface Script {
    void answer(HttpExchange exchange, JsonNode charge) throws IOException;
  }

  ScriptedProvider() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    server.setExecutor(threads);
    server.createContext("/charges", this::call);
    server.createContext("/refunds", this::refund);
    // The outside world issues access tokens too.
    server.createContext(
        "/oauth2/token",
        request ->
            answer(
                request,
                200,
                "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":300}"
                    .formatted(SERVICE_TOKEN)));
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  void script(String orderId, Script script) {
    scripts.put(orderId, script);
  }

  /** How queries for the order's charges are answered; with a server error unless scripted. */
  void scriptQuery(String orderId, Script script) {
    queries.put(orderId, script);
  }

  /** How reversals of the order's charges are answered; with a server error unless scripted. */
  void scriptReversal(String orderId, Script script) {
    reversals.put(orderId, script);
  }

  /** The refunds that were asked for, by the number of the attempt. */
  List<JsonNode> refundsOf(String attemptNo) {
    return refunds.stream().filter(refund -> text(refund, "attemptNo").equals(attemptNo)).toList();
  }

  /** How often that was called: {@code GET /charges/ATTEMPT}, say. */
  long callsOf(String methodAndPath) {
    return calls.stream().filter(methodAndPath::equals).count();
  }

  /** The charges that arrived for an order. */
  List<JsonNode> chargesOf(String orderId) {
    return charges.stream().filter(charge -> is(charge, orderId)).toList();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  static Script paid() {
    return (exchange, charge) -> answer(exchange, 200, paidBody(charge, text(charge, "amount")));
  }

  static Script paidAmount(String amount) {
    return (exchange, charge) -> answer(exchange, 200, paidBody(charge, amount));
  }

  static Script declined(String code) {
    return (exchange, charge) ->
        answer(
            exchange,
            200,
            "{\"status\":\"DECLINED\",\"code\":\"%s\",\"message\":\"not enough money\"}"
                .formatted(code));
  }

  static Script state(String status) {
    return answering(200, "{\"status\":\"%s\"}".formatted(status));
  }

  static Script notFoundAt(Instant providerTime) {
    return answering(
        404, "{\"code\":\"NOT_FOUND\",\"providerTime\":\"%s\"}".formatted(providerTime));
  }

  static Script reversed(String result) {
    return answering(200, "{\"result\":\"%s\"}".formatted(result));
  }

  static Script answering(int status, String body) {
    return (exchange, charge) -> answer(exchange, status, body);
  }

  static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  static String paidBody(JsonNode charge, String amount) {
    return """
        {"status":"PAID","attemptNo":"%s","amount":"%s","currency":"CNY","tradeNo":"T1",\
        "paidAt":"2026-01-31T12:00:00.123Z","providerTime":"2026-01-31T12:00:00.124Z"}"""
        .formatted(text(charge, "attemptNo"), amount);
  }

  static String text(JsonNode node, String field) {
    return node.get(field).stringValue();
  }

  private void call(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    calls.add(exchange.getRequestMethod() + " " + path);
    if (path.equals("/charges")) {
      charge(exchange);
      return;
    }
    JsonNode charge = chargesByAttempt.get(path.split("/")[2]);
    if (charge == null) {
      answer(exchange, 500, "{}");
      return;
    }
    Map<String, Script> asked = path.endsWith("/reverse") ? reversals : queries;
    asked.getOrDefault(text(charge, "orderId"), answering(500, "{}")).answer(exchange, charge);
  }

  private void charge(HttpExchange exchange) throws IOException {
    JsonNode charge = json.readTree(exchange.getRequestBody().readAllBytes());
    charges.add(charge);
    chargesByAttempt.put(text(charge, "attemptNo"), charge);
    scripts.getOrDefault(text(charge, "orderId"), paid()).answer(exchange, charge);
  }

  private void refund(HttpExchange exchange) throws IOException {
    JsonNode refund = json.readTree(exchange.getRequestBody().readAllBytes());
    refunds.add(refund);
    answer(exchange, 200, "{\"status\":\"SUCCEEDED\"}");
  }

  private static boolean is(JsonNode charge, String orderId) {
    return text(charge, "orderId").equals(orderId);
  }
}
