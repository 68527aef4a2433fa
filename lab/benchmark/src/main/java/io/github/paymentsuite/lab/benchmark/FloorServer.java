package io.github.paymentsuite.lab.benchmark;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/** The JDK's HTTP server, with so little around it that it cannot be told from none. */
final class FloorServer {
  private static final int THREADS = 250;

  private final HttpServer server;

  /** Listens on loopback, once it is started. */
  FloorServer(String port) throws IOException {
    server =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getByName("127.0.0.1"), Integer.parseInt(port)), 250);
    server.setExecutor(Executors.newFixedThreadPool(THREADS));
  }

  /** What answers a body with one. */
  interface Handler {
    String answer(String body) throws Exception;
  }

  /** 200 with what the handler gives; 500 with what it throws. */
  FloorServer on(String path, Handler handler) {
    server.createContext(path, exchange -> handle(exchange, handler));
    return this;
  }

  void start() {
    server.start();
  }

  private static void handle(HttpExchange exchange, Handler handler) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      int status = 200;
      String answer;
      try {
        answer = handler.answer(body);
      } catch (Exception failure) {
        status = 500;
        answer = failure.toString();
      }
      byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }
}
