package io.github.paymentsuite.lab.benchmark;

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

/** Pays by {@code POST /pay}, as a client app does, at several instances in turn. */
final class HttpPayer implements Payer {
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<URI> instances;
  private final String token;
  private final AtomicInteger turn = new AtomicInteger();

  HttpPayer(List<URI> instances, String token) {
    this.instances = instances.stream().map(base -> base.resolve("/pay")).toList();
    this.token = token;
  }

  @Override
  public boolean pay(String orderId, long userId) throws IOException, InterruptedException {
    URI instance = instances.get(Math.floorMod(turn.getAndIncrement(), instances.size()));
    HttpRequest request =
        HttpRequest.newBuilder(instance)
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + token)
            .POST(BodyPublishers.ofString(SuiteClient.payment(orderId, userId, AMOUNT).toString()))
            .build();
    HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
    return switch (answer.statusCode()) {
      // 202: what comes of it is counted by its effects, like all others.
      case 200, 202 -> true;
      case 429, 503 -> false;
      default -> throw new IOException(answer.statusCode() + " " + answer.body());
    };
  }
}
