package io.github.paymentsuite.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The outside world as a test wants it: an SMS provider that does with each message what it was
 * told to, and remembers what it accepted. It recognises no out-id: what is sent twice is two SMS.
 */
final class ScriptedSmsProvider {
  /** Longest delay between the request and the acceptance. */
  static final Duration LONGEST_ACCEPTANCE = Duration.ofMillis(700);

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpServer http;
  private final Map<String, List<Script>> scripts = new ConcurrentHashMap<>();
  private final Set<String> outages = ConcurrentHashMap.newKeySet();
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final List<AcceptedSms> accepted = new CopyOnWriteArrayList<>();

  private ScriptedSmsProvider(HttpServer http) {
    this.http = http;
  }

  static ScriptedSmsProvider start() {
    try {
      HttpServer http =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      ScriptedSmsProvider provider = new ScriptedSmsProvider(http);
      http.setExecutor(Executors.newCachedThreadPool(ScriptedSmsProvider::daemon));
      http.createContext("/sms", provider::handle);
      http.start();
      return provider;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
  }

  /** What happens to the sends of that message, one after the other; the last goes for the rest. */
  void plan(String outId, Script... sends) {
    scripts.put(outId, List.of(sends));
  }

  /** Whatever concerns that message fails until the outage ends. */
  void beginOutage(String outId) {
    outages.add(outId);
  }

  void endOutage(String outId) {
    outages.remove(outId);
  }

  /** As if someone had sent it before. */
  void hasAccepted(AcceptedSms sms) {
    accepted.add(sms);
  }

  List<AcceptedSms> accepted(String outId) {
    return accepted.stream().filter(sms -> sms.outId().equals(outId)).toList();
  }

  List<Call> calls(String outId) {
    return calls.stream().filter(call -> call.outId().equals(outId)).toList();
  }

  List<Kind> kindsOfCalls(String outId) {
    return calls(outId).stream().map(Call::kind).toList();
  }

  long sends(String outId) {
    return count(outId, Kind.SEND);
  }

  long queries(String outId) {
    return count(outId, Kind.QUERY);
  }

  private long count(String outId, Kind kind) {
    return kindsOfCalls(outId).stream().filter(kind::equals).count();
  }

  private void handle(HttpExchange exchange) throws IOException {
    if (exchange.getRequestMethod().equals("POST")) {
      JsonNode request = JSON.readTree(exchange.getRequestBody().readAllBytes());
      send(
          exchange,
          new AcceptedSms(
              request.get("outId").stringValue(),
              request.get("orderId").stringValue(),
              request.get("phone").stringValue(),
              request.get("text").stringValue()));
    } else {
      query(exchange, exchange.getRequestURI().getPath().substring("/sms/".length()));
    }
  }

  private void send(HttpExchange exchange, AcceptedSms sms) throws IOException {
    String outId = sms.outId();
    calls.add(new Call(Kind.SEND, outId, System.nanoTime()));
    if (outages.contains(outId)) {
      answer(exchange, 503, "{}");
      return;
    }
    // Without an answer the connection stays open until the client gives it up.
    switch (next(outId)) {
      case ACCEPTED -> {
        accepted.add(sms);
        answer(exchange, 200, "{\"status\":\"ACCEPTED\"}");
      }
      case REFUSED ->
          // Providers may repeat what they refuse.
          answer(
              exchange,
              200,
              "{\"status\":\"REFUSED\",\"code\":\"INVALID_NUMBER %s\"}".formatted(sms.phone()));
      case ACCEPTED_WITH_ERROR -> {
        accepted.add(sms);
        answer(exchange, 500, "{\"code\":\"SYSTEM_ERROR\"}");
      }
      case ACCEPTED_IN_SILENCE -> accepted.add(sms);
      case ACCEPTED_LATE ->
          CompletableFuture.runAsync(
              () -> accepted.add(sms),
              CompletableFuture.delayedExecutor(
                  LONGEST_ACCEPTANCE.toMillis() - 100, TimeUnit.MILLISECONDS));
      case LOST -> {}
    }
  }

  private void query(HttpExchange exchange, String outId) throws IOException {
    boolean isKnown = !accepted(outId).isEmpty();
    calls.add(new Call(Kind.QUERY, outId, System.nanoTime()));
    if (outages.contains(outId)) {
      answer(exchange, 503, "{}");
    } else if (isKnown) {
      answer(exchange, 200, "{\"status\":\"ACCEPTED\"}");
    } else {
      answer(exchange, 404, "{\"code\":\"NOT_FOUND\"}");
    }
  }

  private Script next(String outId) {
    List<Script> plan = scripts.getOrDefault(outId, List.of(Script.ACCEPTED));
    return plan.get((int) Math.min(sends(outId), plan.size()) - 1);
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    try (exchange) {
      byte[] bytes = body.getBytes(UTF_8);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "sms-provider");
    thread.setDaemon(true);
    return thread;
  }

  /** What becomes of one send. */
  enum Script {
    ACCEPTED,
    REFUSED,
    /** Accepted, and never answered. */
    ACCEPTED_IN_SILENCE,
    /** Accepted as late as can be, and never answered. */
    ACCEPTED_LATE,
    ACCEPTED_WITH_ERROR,
    /** Neither accepted nor answered. */
    LOST
  }

  /** What a call was for. */
  enum Kind {
    SEND,
    QUERY
  }

  /**
   * A request that arrived.
   *
   * @param nanos when, as {@link System#nanoTime} counts
   */
  record Call(Kind kind, String outId, long nanos) {}

  /** A message that somebody's phone will show. */
  record AcceptedSms(String outId, String orderId, String phone, String text) {}
}
