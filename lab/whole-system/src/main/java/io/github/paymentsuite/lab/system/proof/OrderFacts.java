package io.github.paymentsuite.lab.system.proof;

import io.github.paymentsuite.lab.system.proof.Observed.Attempt;
import io.github.paymentsuite.lab.system.proof.Observed.Case;
import io.github.paymentsuite.lab.system.proof.Observed.Charge;
import io.github.paymentsuite.lab.system.proof.Observed.Notification;
import io.github.paymentsuite.lab.system.proof.Observed.Order;
import io.github.paymentsuite.lab.system.proof.Observed.Points;
import io.github.paymentsuite.lab.system.proof.Observed.Record;
import io.github.paymentsuite.lab.system.proof.Observed.Sms;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** All that is observed about one order id, whoever holds it. */
record OrderFacts(
    String orderId,
    List<Charge> charges,
    List<Attempt> attempts,
    List<Record> records,
    List<Case> paymentCases,
    List<Order> orders,
    List<Case> orderCases,
    List<Points> points,
    List<Notification> notifications,
    List<Sms> sms,
    List<Call> calls) {

  /** By order id, for each that anybody or anything has mentioned. */
  static Collection<OrderFacts> of(History history, Observed seen) {
    Map<String, OrderFacts> facts = new TreeMap<>();
    group(facts, seen.providers().charges(), Charge::orderId, OrderFacts::charges);
    group(facts, seen.payment().attempts(), Attempt::orderId, OrderFacts::attempts);
    group(facts, seen.payment().records(), Record::orderId, OrderFacts::records);
    group(facts, seen.payment().cases(), Case::orderId, OrderFacts::paymentCases);
    group(facts, seen.order().orders(), Order::orderId, OrderFacts::orders);
    group(facts, seen.order().cases(), Case::orderId, OrderFacts::orderCases);
    group(facts, seen.points().records(), Points::orderId, OrderFacts::points);
    group(
        facts,
        seen.notification().notifications(),
        Notification::orderId,
        OrderFacts::notifications);
    group(facts, seen.providers().sms(), Sms::orderId, OrderFacts::sms);
    List<Call> aboutOrders =
        history.calls().stream().filter(call -> call.orderId() != null).toList();
    group(facts, aboutOrders, Call::orderId, OrderFacts::calls);
    return facts.values();
  }

  Optional<Attempt> attempt(String attemptNo) {
    return attempts.stream().filter(one -> one.attemptNo().equals(attemptNo)).findFirst();
  }

  Optional<Record> record(String paymentNo) {
    return records.stream().filter(one -> one.paymentNo().equals(paymentNo)).findFirst();
  }

  Optional<Charge> charge(String attemptNo) {
    return charges.stream().filter(one -> one.attemptNo().equals(attemptNo)).findFirst();
  }

  /** The provider took another amount than it was asked for: a matter for a person. */
  boolean isMismatch(Charge charge) {
    return attempt(charge.attemptNo()).filter(one -> one.fen() != charge.fen()).isPresent();
  }

  private static <T> void group(
      Map<String, OrderFacts> facts,
      List<T> all,
      Function<T, String> orderId,
      Function<OrderFacts, List<T>> kind) {
    for (T one : all) {
      kind.apply(facts.computeIfAbsent(orderId.apply(one), OrderFacts::empty)).add(one);
    }
  }

  private static OrderFacts empty(String orderId) {
    return new OrderFacts(
        orderId,
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>());
  }
}
