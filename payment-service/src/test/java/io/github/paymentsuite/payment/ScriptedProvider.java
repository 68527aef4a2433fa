package io.github.paymentsuite.payment;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A provider at the edge of the process, which answers each order's charge as the test has
 * scripted.
 */
final class ScriptedProvider implements AutoCloseable {
  private final JsonMapper json = JsonMapper.shared();
  private final Map<String, Script> scripts = new ConcurrentHashMap<>();
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
    server.createContext("/charges", this::charge);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  void script(String orderId, Script script) {
    scripts.put(orderId, script);
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

  private void charge(HttpExchange exchange) throws IOException {
    JsonNode charge = json.readTree(exchange.getRequestBody().readAllBytes());
    charges.add(charge);
    scripts.getOrDefault(text(charge, "orderId"), paid()).answer(exchange, charge);
  }

  private static boolean is(JsonNode charge, String orderId) {
    return text(charge, "orderId").equals(orderId);
  }
}
