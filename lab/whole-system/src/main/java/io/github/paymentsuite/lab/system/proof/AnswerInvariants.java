package io.github.paymentsuite.lab.system.proof;

import static io.github.paymentsuite.lab.system.proof.Invariant.FIVE_HUNDRED_NEVER_CHARGES;
import static io.github.paymentsuite.lab.system.proof.Invariant.FOUR_HUNDRED_TWO_TAKES_NOTHING;
import static io.github.paymentsuite.lab.system.proof.Invariant.NO_REQUEST_MEETS_A_BUG;
import static io.github.paymentsuite.lab.system.proof.Invariant.SAME_KEY_SAME_ANSWER;
import static io.github.paymentsuite.lab.system.proof.Invariant.TWO_HUNDRED_SURVIVES;
import static io.github.paymentsuite.lab.system.proof.Invariant.TWO_HUNDRED_TWO_IS_RESOLVED;

import io.github.paymentsuite.lab.system.proof.Call.Operation;
import io.github.paymentsuite.lab.system.proof.Observed.Charge;
import io.github.paymentsuite.lab.system.proof.Observed.Order;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Between what the client was told and what became true. */
final class AnswerInvariants {
  private static final Set<String> ENDED = Set.of("PAID", "DECLINED", "CLOSED");
  private static final Set<Integer> FINAL = Set.of(200, 402, 409);

  private final Collection<OrderFacts> orders;
  private final History history;
  private final Observed seen;
  private final Violations violations;

  AnswerInvariants(
      Collection<OrderFacts> orders, History history, Observed seen, Violations violations) {
    this.orders = orders;
    this.history = history;
    this.seen = seen;
    this.violations = violations;
  }

  void check() {
    for (OrderFacts order : orders) {
      for (Call call : order.calls()) {
        switch (call.operation()) {
          case PAY, ASK -> answerHolds(order, call);
          case ORDER -> acknowledgedOrderIsThere(order, call);
          case CANCEL -> acknowledgedCancellationHolds(order, call);
          case GIVE_PHONE -> {
            // It is no order's.
          }
        }
      }
      whatIsRefusedIsNotCharged(order);
    }
    noBugIsMet();
    phonesAreKept();
    sameKeySameAnswer();
  }

  private void answerHolds(OrderFacts order, Call call) {
    if (call.status() == 402 || "FAILED".equals(call.field("status"))) {
      failureTookNothing(order, call.field("paymentNo"));
    } else if (call.succeeded() && "SUCCESS".equals(call.field("status"))) {
      successSurvives(order, call);
    } else if (call.succeeded() && "PROCESSING".equals(call.field("status"))) {
      processingCameToAnEnd(order, call.field("paymentNo"));
    }
  }

  private void successSurvives(OrderFacts order, Call call) {
    boolean there =
        order
            .record(String.valueOf(call.field("paymentNo")))
            .filter(
                record ->
                    record.userId() == Long.parseLong(call.field("userId"))
                        && record.fen() == fen(call.field("amount"))
                        && record.payTime().equals(Instant.parse(call.field("payTime"))))
            .isPresent();
    violations.require(
        there,
        TWO_HUNDRED_SURVIVES,
        order.orderId(),
        "answered %s, recorded is %s".formatted(call.body(), order.records()));
  }

  private void failureTookNothing(OrderFacts order, String paymentNo) {
    boolean charged = order.charge(paymentNo).filter(Charge::isPaid).isPresent();
    boolean ended =
        order
            .attempt(paymentNo)
            .filter(one -> one.state().equals("DECLINED") || one.state().equals("CLOSED"))
            .isPresent();
    violations.require(
        !charged && ended && order.record(paymentNo).isEmpty(),
        FOUR_HUNDRED_TWO_TAKES_NOTHING,
        order.orderId(),
        "%s was said to have failed: %s, %s"
            .formatted(paymentNo, order.charge(paymentNo), order.attempt(paymentNo)));
  }

  private void processingCameToAnEnd(OrderFacts order, String paymentNo) {
    boolean ended = order.attempt(paymentNo).filter(one -> ENDED.contains(one.state())).isPresent();
    boolean isCase =
        order.paymentCases().stream()
            .anyMatch(
                one -> one.paymentNo().equals(paymentNo) && one.reason().equals("PAID_MISMATCH"));
    violations.require(
        ended || isCase,
        TWO_HUNDRED_TWO_IS_RESOLVED,
        order.orderId(),
        "%s was said to be under way and is %s".formatted(paymentNo, order.attempt(paymentNo)));
  }

  private void acknowledgedOrderIsThere(OrderFacts facts, Call call) {
    if (call.succeeded()) {
      boolean there =
          facts.orders().stream()
              .anyMatch(
                  order ->
                      order.userId() == Long.parseLong(call.asked("userId"))
                          && order.fen() == fen(call.asked("amount")));
      violations.require(
          there,
          TWO_HUNDRED_SURVIVES,
          facts.orderId(),
          "order acknowledged, there is " + facts.orders());
    }
  }

  private void acknowledgedCancellationHolds(OrderFacts facts, Call call) {
    if (call.succeeded()) {
      List<String> states = facts.orders().stream().map(Order::status).toList();
      violations.require(
          states.equals(List.of("CANCELLED")),
          TWO_HUNDRED_SURVIVES,
          facts.orderId(),
          "cancellation acknowledged, the order is " + states);
    }
  }

  private void phonesAreKept() {
    Map<String, Set<String>> given = new HashMap<>();
    for (Call call : history.calls()) {
      if (call.operation() == Operation.GIVE_PHONE && call.succeeded()) {
        given
            .computeIfAbsent(call.field("userId"), user -> new HashSet<>())
            .add(call.asked("phone"));
      }
    }
    given.forEach(
        (user, phones) ->
            violations.require(
                phones.contains(
                    String.valueOf(seen.notification().phones().get(Long.valueOf(user)))),
                TWO_HUNDRED_SURVIVES,
                null,
                "the acknowledged phone of user %s is not kept".formatted(user)));
  }

  /** A connection that broke proves nothing; a 5xx or 429 says that nothing was begun. */
  private void whatIsRefusedIsNotCharged(OrderFacts order) {
    long notRefused =
        order.calls().stream()
            .filter(call -> call.operation() == Operation.PAY)
            .filter(call -> call.status() != 429 && call.status() < 500)
            .count();
    violations.require(
        order.charges().size() <= notRefused,
        FIVE_HUNDRED_NEVER_CHARGES,
        order.orderId(),
        "%d requests were not refused, and the provider has %s"
            .formatted(notRefused, order.charges()));
  }

  private void noBugIsMet() {
    for (Call call : history.calls()) {
      violations.require(
          call.status() != 500,
          NO_REQUEST_MEETS_A_BUG,
          call.orderId(),
          "%s was answered %s".formatted(call.operation(), call.body()));
    }
  }

  private void sameKeySameAnswer() {
    Map<String, Set<String>> answers = new HashMap<>();
    Map<String, String> ordersByKey = new HashMap<>();
    for (Call call : history.calls()) {
      if (call.key() != null && FINAL.contains(call.status())) {
        ordersByKey.put(call.key(), call.orderId());
        answers
            .computeIfAbsent(call.key(), key -> new HashSet<>())
            .add("%d %s %s".formatted(call.status(), call.field("paymentNo"), call.field("code")));
      }
    }
    answers.forEach(
        (key, different) ->
            violations.require(
                different.size() == 1,
                SAME_KEY_SAME_ANSWER,
                ordersByKey.get(key),
                "%s was answered by %s".formatted(key, different)));
  }

  private static long fen(String yuan) {
    return new BigDecimal(yuan).movePointRight(2).longValueExact();
  }
}
