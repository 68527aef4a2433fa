package io.github.paymentsuite.lab.system.proof;

import io.github.paymentsuite.lab.system.proof.Call.Operation;
import io.github.paymentsuite.lab.system.proof.Observed.Attempt;
import io.github.paymentsuite.lab.system.proof.Observed.Broker;
import io.github.paymentsuite.lab.system.proof.Observed.Case;
import io.github.paymentsuite.lab.system.proof.Observed.Charge;
import io.github.paymentsuite.lab.system.proof.Observed.Move;
import io.github.paymentsuite.lab.system.proof.Observed.Notification;
import io.github.paymentsuite.lab.system.proof.Observed.NotifyBooks;
import io.github.paymentsuite.lab.system.proof.Observed.Order;
import io.github.paymentsuite.lab.system.proof.Observed.OrderBooks;
import io.github.paymentsuite.lab.system.proof.Observed.PaymentBooks;
import io.github.paymentsuite.lab.system.proof.Observed.Points;
import io.github.paymentsuite.lab.system.proof.Observed.PointsBooks;
import io.github.paymentsuite.lab.system.proof.Observed.Providers;
import io.github.paymentsuite.lab.system.proof.Observed.Record;
import io.github.paymentsuite.lab.system.proof.Observed.Sms;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A made-up end of a run, in which one order after the other can be put right or wrong. */
final class World {
  static final String ORDER = "O1";
  static final String PAYMENT = "p1";
  static final long USER = 7;
  static final long FEN = 1234;
  static final String PHONE = "13800138000";

  private static final Instant PAID_AT = Instant.parse("2026-01-31T12:00:00.123Z");

  final List<Charge> charges = new ArrayList<>();
  final Map<String, Integer> chargeCalls = new HashMap<>();
  final List<Sms> sms = new ArrayList<>();
  final List<Attempt> attempts = new ArrayList<>();
  final List<Record> records = new ArrayList<>();
  final List<Case> paymentCases = new ArrayList<>();
  final List<Order> orders = new ArrayList<>();
  final List<Case> orderCases = new ArrayList<>();
  final List<Points> points = new ArrayList<>();
  final Map<Long, Long> balances = new HashMap<>();
  final List<Notification> notifications = new ArrayList<>();
  final Map<Long, String> phones = new HashMap<>();
  final Map<String, Long> unconsumed = new HashMap<>();
  final Map<String, Long> deadLetters = new HashMap<>();
  final Map<String, List<String>> keptDeadLetters = new HashMap<>();
  final List<String> rolledBack = new ArrayList<>();
  final List<Move> moves = new ArrayList<>();
  final List<Call> calls = new ArrayList<>();
  long delayed;
  long halfMessages;
  long parked;
  boolean smsDeduplicated = true;
  int sendsPaused;

  /** An order that was paid, and everything that follows. */
  static World withPaidOrder() {
    World world = new World();
    world.calls.add(answer(Operation.ORDER, request(), 201, "{}"));
    world.calls.add(answer(Operation.PAY, request(), 202, state("PROCESSING")));
    world.calls.add(answer(Operation.ASK, "", 200, success()));
    world.calls.add(
        call(
            null,
            Operation.GIVE_PHONE,
            null,
            "{\"phone\":\"" + PHONE + "\"}",
            200,
            "{\"userId\":7}"));
    world.charges.add(new Charge(PAYMENT, ORDER, FEN, "PAID"));
    world.chargeCalls.put(PAYMENT, 1);
    world.attempts.add(new Attempt(PAYMENT, ORDER, USER, FEN, "PAID"));
    world.records.add(new Record(PAYMENT, ORDER, USER, FEN, PAID_AT, "SUCCESS", "t1", true));
    world.orders.add(new Order(ORDER, USER, FEN, "PAID", PAYMENT));
    world.points.add(new Points(PAYMENT, ORDER, USER, 12));
    world.balances.put(USER, 12L);
    world.notifications.add(new Notification("1", PAYMENT, ORDER, USER, "SENT", PHONE));
    world.phones.put(USER, PHONE);
    world.sms.add(new Sms("1", ORDER, PHONE));
    world.moves.add(new Move("payment_attempt", PAYMENT, "CHARGING", "PAID"));
    world.moves.add(new Move("orders", ORDER, "CREATED", "PAID"));
    world.moves.add(new Move("notification", PAYMENT, "SENDING", "SENT"));
    world.unconsumed.put("points_consumer_group", 0L);
    world.deadLetters.put("points_consumer_group", 0L);
    return world;
  }

  /** An order whose payer had no money. */
  static World withDeclinedOrder() {
    World world = withPaidOrder();
    world.calls.clear();
    world.calls.add(answer(Operation.PAY, request(), 402, "{\"paymentNo\":\"p1\"}"));
    world.charges.set(0, new Charge(PAYMENT, ORDER, FEN, "DECLINED"));
    world.attempts.set(0, new Attempt(PAYMENT, ORDER, USER, FEN, "DECLINED"));
    world.records.clear();
    world.orders.set(0, new Order(ORDER, USER, FEN, "CREATED", null));
    world.points.clear();
    world.balances.clear();
    world.notifications.clear();
    world.sms.clear();
    world.moves.clear();
    return world;
  }

  /** An order at which the provider took a cent more than asked. */
  static World withOtherAmount() {
    World world = withDeclinedOrder();
    world.calls.clear();
    world.calls.add(answer(Operation.PAY, request(), 202, state("PROCESSING")));
    world.charges.set(0, new Charge(PAYMENT, ORDER, FEN + 1, "PAID"));
    world.attempts.set(0, new Attempt(PAYMENT, ORDER, USER, FEN, "CHARGING"));
    world.paymentCases.add(new Case(PAYMENT, ORDER, "PAID_MISMATCH", true));
    return world;
  }

  /** An order that was cancelled before its payment arrived. */
  static World withCancelledOrder() {
    World world = withPaidOrder();
    world.calls.add(answer(Operation.CANCEL, "", 200, "{}"));
    world.orders.set(0, new Order(ORDER, USER, FEN, "CANCELLED", null));
    world.orderCases.add(new Case(PAYMENT, ORDER, "ORDER_CANCELLED", true));
    world.moves.set(1, new Move("orders", ORDER, "CREATED", "CANCELLED"));
    return world;
  }

  /** A payment of an order that nobody has created. */
  static World withUnknownOrder() {
    World world = withPaidOrder();
    world.calls.remove(0);
    world.orders.clear();
    world.moves.remove(1);
    world.orderCases.add(new Case(PAYMENT, ORDER, "ORDER_UNKNOWN", true));
    world.keptDeadLetters.put("order-service", List.of("payment:" + PAYMENT));
    return world;
  }

  /** A paid order of a user with this phone, or none. */
  static World withPhone(String phone, String notification) {
    World world = withPaidOrder();
    world.calls.remove(3);
    world.phones.put(USER, phone);
    world.notifications.set(0, new Notification("1", PAYMENT, ORDER, USER, notification, null));
    world.sms.clear();
    return world;
  }

  static Call answer(Operation operation, String request, int status, String body) {
    return call(ORDER, operation, null, request, status, body);
  }

  static Call keyed(String key, int status, String body) {
    return call(ORDER, Operation.PAY, key, request(), status, body);
  }

  static String request() {
    return "{\"orderId\":\"O1\",\"userId\":7,\"amount\":12.34}";
  }

  static String success() {
    return "{\"paymentNo\":\"p1\",\"orderId\":\"O1\",\"userId\":7,\"amount\":12.34,\"status\":\"SUCCESS\",\"payTime\":\"2026-01-31T12:00:00.123Z\"}";
  }

  static String state(String status) {
    return "{\"paymentNo\":\"p1\",\"orderId\":\"O1\",\"status\":\"%s\"}".formatted(status);
  }

  List<Violation> violations() {
    return findings().violations();
  }

  Checker.Findings findings() {
    History history = new History(new Workload(0, List.of(), List.of()));
    calls.forEach(history::add);
    return Checker.check(history, observed(), sendsPaused);
  }

  private Observed observed() {
    return new Observed(
        new Providers(charges, chargeCalls, sms, smsDeduplicated),
        new PaymentBooks(attempts, records, paymentCases),
        new OrderBooks(orders, orderCases),
        new PointsBooks(points, balances),
        new NotifyBooks(notifications, phones),
        new Broker(
            unconsumed,
            delayed,
            halfMessages,
            deadLetters,
            parked,
            keptDeadLetters,
            rolledBack,
            moves));
  }

  private static Call call(
      String orderId, Operation operation, String key, String request, int status, String body) {
    return new Call(
        PAID_AT, Duration.ofMillis(5), orderId, operation, "any", key, request, status, body);
  }
}
