package io.github.paymentsuite.lab.benchmark;

import com.alibaba.fastjson2.JSON;
import io.github.paymentsuite.lab.system.SuiteClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Pays by {@code POST /pay}, as a client app does, at several instances in turn. */
final class HttpPayer implements Payer {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Longer than an attempt stays open that was never charged. */
  private static final Duration OUTCOME_LIMIT = Duration.ofMinutes(2);

  private static final Duration PAUSE = Duration.ofMillis(500);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<URI> instances;
  private final String token;
  private final AtomicInteger turn = new AtomicInteger();

  HttpPayer(List<URI> instances, String token) {
    this.instances = List.copyOf(instances);
    this.token = token;
  }

  @Override
  public boolean pay(String orderId, long userId) throws IOException, InterruptedException {
    URI instance = instances.get(Math.floorMod(turn.getAndIncrement(), instances.size()));
    String body = SuiteClient.payment(orderId, userId, AMOUNT).toString();
    HttpResponse<String> answer =
        send(request(instance.resolve("/pay")).POST(BodyPublishers.ofString(body)));
    return switch (answer.statusCode()) {
      case 200 -> true;
      case 202 -> isPaidInTheEnd(instance, orderId);
      case 429, 503 -> false;
      default -> throw new IOException(answer.statusCode() + " " + answer.body());
    };
  }

  /** Asks until it is known, as a client does that was told to come back. */
  private boolean isPaidInTheEnd(URI instance, String orderId)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + OUTCOME_LIMIT.toNanos();
    while (System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(PAUSE.toNanos());
      HttpResponse<String> answer = send(request(instance.resolve("/payments/" + orderId)).GET());
      String status = JSON.parseObject(answer.body()).getString("status");
      if ("SUCCESS".equals(status) || "FAILED".equals(status)) {
        return "SUCCESS".equals(status);
      }
    }
    throw new IOException("nobody knows what became of order " + orderId);
  }

  private HttpRequest.Builder request(URI address) {
    return HttpRequest.newBuilder(address)
        .timeout(PATIENCE)
        .header("Content-Type", "application/json")
        .header("Authorization", "Bearer " + token);
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString());
  }
}
