package io.github.paymentsuite.lab.system;

import com.alibaba.fastjson2.JSON;
import com.alibaba.fastjson2.JSONObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Access tokens from the simulator, as its clients get them, each asked for once: they outlast any
 * run.
 */
public final class Tokens {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final URI issuer;
  private final HttpClient http;
  private final Map<String, String> known = new ConcurrentHashMap<>();

  Tokens(URI issuer, HttpClient http) {
    this.issuer = issuer;
    this.http = http;
  }

  /** Of a shop's own back end, which acts for every user. */
  public String app() {
    return of("demo-app", "");
  }

  /** Of somebody who looks after the suite. */
  public String operator() {
    return of("demo-operator", "");
  }

  /** Of a customer who has logged in. */
  public String customer(long userId) {
    return of("demo-customer", "&user_id=" + userId);
  }

  private String of(String client, String more) {
    return known.computeIfAbsent(client + more, unknown -> ask(client, more));
  }

  private String ask(String client, String more) {
    String login = client + ":" + client + "-secret";
    HttpRequest request =
        HttpRequest.newBuilder(issuer.resolve("/oauth2/token"))
            .timeout(PATIENCE)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header(
                "Authorization",
                "Basic "
                    + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.US_ASCII)))
            .POST(BodyPublishers.ofString("grant_type=client_credentials" + more))
            .build();
    try {
      var response = http.send(request, BodyHandlers.ofString());
      JSONObject answer = JSON.parseObject(response.body());
      if (response.statusCode() != 200) {
        throw new IllegalStateException(
            "the issuer gives %s no token: %s".formatted(client, answer));
      }
      return answer.getString("access_token");
    } catch (IOException failure) {
      throw new UncheckedIOException("the issuer at " + issuer + " does not answer", failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", interrupted);
    }
  }
}
