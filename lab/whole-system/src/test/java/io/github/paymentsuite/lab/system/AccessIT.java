package io.github.paymentsuite.lab.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.alibaba.fastjson2.JSONObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Nobody pays, reads or cancels what is not theirs. */
class AccessIT extends AcceptanceTest {
  private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

  /** With values that the patterns of paths and parameters allow. */
  private static final Map<String, String> PATH_VARIABLES =
      Map.of("{orderId}", "ORDER_001", "{userId}", "10001");

  /** By the services' own descriptions of themselves: an endpoint that is added is tried too. */
  @Test
  void everyOperationIsClosedWithoutATokenAndWithoutItsScope() {
    List<String> tried = new ArrayList<>();
    operations()
        .forEach(
            (operation, scope) -> {
              assertProblem(operation.callAs(null), 401, "unauthorized");
              assertProblem(operation.callAs("nonsense"), 401, "unauthorized");
              assertThat(scope).as(operation.toString()).isNotEmpty();
              String without =
                  scope.equals("cases:read")
                      ? client().tokens().app()
                      : client().tokens().operator();
              assertProblem(operation.callAs(without), 403, "forbidden");
              tried.add(operation.toString());
            });
    assertThat(tried).hasSizeGreaterThanOrEqualTo(9);
  }

  @Test
  void aCustomerPaysReadsAndCancelsWhatIsTheirs() {
    TestOrder order = TestOrder.any();
    String token = client().tokens().customer(order.userId());
    JSONObject body = SuiteClient.payment(order.orderId(), order.userId(), order.amount());

    URI notifications = client().endpoints().notification();
    URI orders = client().endpoints().order();
    URI payments = client().endpoints().payment();
    assertThat(as(token).post(orders, "/orders", body.toString()).status()).isEqualTo(201);
    assertPaid(as(token).post(payments, "/pay", body.toString()));
    assertThat(as(token).get(payments, "/payments/" + order.orderId()).status()).isEqualTo(200);
    assertThat(as(token).get(orders, "/orders/" + order.orderId()).status()).isEqualTo(200);
    assertThat(
            as(token)
                .get(client().endpoints().points(), "/users/" + order.userId() + "/points")
                .status())
        .isEqualTo(200);
    assertThat(as(token).get(notifications, "/notifications?orderId=" + order.orderId()).status())
        .isEqualTo(200);
  }

  @Test
  void whatIsAnothersIsToACustomerAsIfItWereNotThere() {
    TestOrder order = anyOrder();
    assertPaid(pay(order));
    assertFulfilledOnce(order);
    SuiteClient.As stranger = as(client().tokens().customer(order.userId() + 1));
    URI orders = client().endpoints().order();
    URI payments = client().endpoints().payment();
    URI points = client().endpoints().points();
    URI notifications = client().endpoints().notification();

    for (String orderId : List.of(order.orderId(), "ORDER_OF_NOBODY")) {
      assertProblem(stranger.get(payments, "/payments/" + orderId), 404, "payment_not_found");
      assertProblem(stranger.get(orders, "/orders/" + orderId), 404, "order_not_found");
      assertProblem(
          stranger.post(orders, "/orders/" + orderId + "/cancel", ""), 404, "order_not_found");
      assertThat(stranger.get(notifications, "/notifications?orderId=" + orderId).body())
          .isEqualTo("[]");
    }
    for (long userId : List.of(order.userId(), Long.MAX_VALUE)) {
      assertProblem(stranger.get(points, "/users/" + userId + "/points"), 403, "forbidden");
      assertProblem(stranger.get(points, "/users/" + userId + "/points/records"), 403, "forbidden");
      assertProblem(
          stranger.put(
              notifications, "/users/" + userId + "/contact", "{\"phone\":\"13900000000\"}"),
          403,
          "forbidden");
    }
    assertThat(client().payment(order.orderId()).field("status")).isEqualTo("SUCCESS");
    assertThat(client().order(order.orderId()).field("status")).isEqualTo("PAID");
  }

  @Test
  void nobodyPaysOrOrdersInTheNameOfAnother() {
    TestOrder order = anyOrder();
    SuiteClient.As stranger = as(client().tokens().customer(order.userId() + 1));
    String inTheNameOfTheOwner =
        SuiteClient.payment(order.orderId(), order.userId(), order.amount()).toString();
    String inTheirOwn =
        SuiteClient.payment(order.orderId(), order.userId() + 1, order.amount()).toString();

    assertProblem(
        stranger.post(client().endpoints().payment(), "/pay", inTheNameOfTheOwner),
        403,
        "forbidden");
    assertProblem(
        stranger.post(
            client().endpoints().order(),
            "/orders",
            inTheNameOfTheOwner.replace(order.orderId(), order.orderId() + "_2")),
        403,
        "forbidden");
    assertThat(client().chargeLedger(order.orderId()).list()).isEmpty();

    assertPaid(pay(order));
    // Refused in the same words, whoever has paid it.
    assertProblem(
        stranger.post(client().endpoints().payment(), "/pay", inTheirOwn), 403, "forbidden");
    assertThat(client().chargeLedger(order.orderId()).list()).hasSize(1);
    assertFulfilledOnce(order);
  }

  @Test
  void anIdempotencyKeyMeansNothingInTheHandsOfAnotherClient() {
    TestOrder first = anyOrder();
    TestOrder second = anyOrder();
    String key = "key-of-" + first.orderId();

    assertPaid(
        as(client().tokens().customer(first.userId()))
            .post(client().endpoints().payment(), "/pay", first.payment(), "Idempotency-Key", key));
    assertPaid(
        as(client().tokens().customer(second.userId()))
            .post(
                client().endpoints().payment(), "/pay", second.payment(), "Idempotency-Key", key));
    assertPaid(client().pay(anyOrder().payment(), "Idempotency-Key", key));
  }

  private static SuiteClient.As as(String token) {
    return client().as(token);
  }

  /** Every operation of every API, with the scope that its description names. */
  private static Map<Operation, String> operations() {
    Map<Operation, String> found = new LinkedHashMap<>();
    SuiteClient.Endpoints endpoints = client().endpoints();
    for (URI api :
        List.of(
            endpoints.payment(), endpoints.order(), endpoints.points(), endpoints.notification())) {
      JSONObject paths = client().get(api, "/v3/api-docs").json().getJSONObject("paths");
      for (String path : paths.keySet()) {
        JSONObject methods = paths.getJSONObject(path);
        for (String method : methods.keySet()) {
          if (METHODS.contains(method)) {
            found.put(
                new Operation(api, method.toUpperCase(Locale.ROOT), path),
                scopeOf(methods.getJSONObject(method)));
          }
        }
      }
    }
    return found;
  }

  private static String scopeOf(JSONObject operation) {
    return operation.getJSONArray("security") == null
        ? ""
        : operation.getJSONArray("security").getJSONObject(0).getJSONArray("token").getString(0);
  }

  private record Operation(URI api, String method, String path) {
    Reply callAs(String token) {
      String filled = path;
      for (Map.Entry<String, String> variable : PATH_VARIABLES.entrySet()) {
        filled = filled.replace(variable.getKey(), variable.getValue());
      }
      return as(token).call(method, api, filled, "{}");
    }
  }
}
