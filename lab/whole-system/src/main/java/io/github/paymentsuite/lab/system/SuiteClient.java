package io.github.paymentsuite.lab.system;

import com.alibaba.fastjson2.JSONObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * Speaks to the suite from outside, as client apps and operators do, each with its token, and reads
 * the simulator's ledgers.
 */
public final class SuiteClient {
  /**
   * Longer than any answer may take: what takes longer is a failure to be seen, not to be cut off.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final Endpoints endpoints;
  private final Tokens tokens;

  public SuiteClient(Endpoints endpoints) {
    this.endpoints = endpoints;
    this.tokens = new Tokens(endpoints.simulator(), http);
  }

  /** Where the APIs are. */
  public record Endpoints(URI payment, URI order, URI points, URI notification, URI simulator) {
    /** On the ports that the documentation names. */
    public static Endpoints onDefaultPorts() {
      return new Endpoints(local(8080), local(8081), local(8082), local(8083), local(8090));
    }

    static URI local(int port) {
      return URI.create("http://127.0.0.1:" + port);
    }
  }

  public Endpoints endpoints() {
    return endpoints;
  }

  public Tokens tokens() {
    return tokens;
  }

  public Reply createOrder(String orderId, long userId, String amount) {
    return post(endpoints.order(), "/orders", payment(orderId, userId, amount).toString());
  }

  public Reply cancelOrder(String orderId) {
    return post(endpoints.order(), "/orders/" + orderId + "/cancel", "");
  }

  public Reply order(String orderId) {
    return get(endpoints.order(), "/orders/" + orderId);
  }

  public Reply cases(String orderId) {
    return get(endpoints.order(), "/cases?orderId=" + orderId);
  }

  public Reply pay(String orderId, long userId, String amount) {
    return pay(payment(orderId, userId, amount).toString());
  }

  /** Sends a body as it is, with headers as name, value, name, value. */
  public Reply pay(String body, String... headers) {
    return post(endpoints.payment(), "/pay", body, headers);
  }

  public Reply payment(String orderId) {
    return get(endpoints.payment(), "/payments/" + orderId);
  }

  public Reply putContact(long userId, String phone) {
    return send(
        request(endpoints.notification(), "/users/" + userId + "/contact")
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(new JSONObject().fluentPut("phone", phone).toString())));
  }

  public Reply notifications(String orderId) {
    return get(endpoints.notification(), "/notifications?orderId=" + orderId);
  }

  public long points(long userId) {
    return get(endpoints.points(), "/users/" + userId + "/points").json().getLongValue("points");
  }

  public Reply pointsRecords(long userId) {
    return get(endpoints.points(), "/users/" + userId + "/points/records");
  }

  public Reply chargeLedger(String orderId) {
    return get(endpoints.simulator(), "/ledger/charges?orderId=" + orderId);
  }

  /** All of it. */
  public Reply chargeLedger() {
    return get(endpoints.simulator(), "/ledger/charges");
  }

  /** All of it. */
  public Reply smsLedger() {
    return get(endpoints.simulator(), "/ledger/sms");
  }

  public Reply smsLedger(String orderId) {
    return get(endpoints.simulator(), "/ledger/sms?orderId=" + orderId);
  }

  public Reply get(URI service, String path) {
    return send(request(service, path).GET());
  }

  public Reply post(URI service, String path, String body, String... headers) {
    HttpRequest.Builder request = request(service, path).POST(BodyPublishers.ofString(body));
    request.setHeader("Content-Type", "application/json");
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return send(request);
  }

  /** The same client with this token for everything, or without any. */
  public As as(String token) {
    return new As(token);
  }

  /** Speaks for somebody else. */
  public final class As {
    private final String token;

    private As(String token) {
      this.token = token;
    }

    public Reply get(URI service, String path) {
      return call("GET", service, path, "");
    }

    public Reply put(URI service, String path, String body) {
      return call("PUT", service, path, body);
    }

    public Reply post(URI service, String path, String body, String... headers) {
      return call("POST", service, path, body, headers);
    }

    /** With headers as name, value, name, value. */
    public Reply call(String method, URI service, String path, String body, String... headers) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(service.resolve(path))
              .timeout(PATIENCE)
              .header("Content-Type", "application/json")
              .method(
                  method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
      if (token != null) {
        request.header("Authorization", "Bearer " + token);
      }
      for (int i = 0; i < headers.length; i += 2) {
        request.setHeader(headers[i], headers[i + 1]);
      }
      return send(request);
    }
  }

  /** The body that creates or pays an order. */
  public static JSONObject payment(String orderId, long userId, String amount) {
    return new JSONObject()
        .fluentPut("orderId", orderId)
        .fluentPut("userId", userId)
        .fluentPut("amount", new BigDecimal(amount));
  }

  private HttpRequest.Builder request(URI service, String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(service.resolve(path)).timeout(PATIENCE);
    // The simulator's own addresses need none.
    return service.equals(endpoints.simulator())
        ? request
        : request.header("Authorization", "Bearer " + tokenFor(path));
  }

  private String tokenFor(String path) {
    boolean operators =
        path.startsWith("/cases") || path.startsWith("/internal") || path.startsWith("/actuator");
    return operators ? tokens.operator() : tokens.app();
  }

  private Reply send(HttpRequest.Builder request) {
    HttpRequest built = request.build();
    try {
      var response = http.send(built, BodyHandlers.ofString());
      return new Reply(response.statusCode(), response.headers(), response.body());
    } catch (IOException failure) {
      throw new UncheckedIOException(built.method() + " " + built.uri() + " failed", failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", interrupted);
    }
  }
}
