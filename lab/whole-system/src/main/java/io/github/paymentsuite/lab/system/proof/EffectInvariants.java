package io.github.paymentsuite.lab.system.proof;

import static io.github.paymentsuite.lab.system.proof.Invariant.BALANCE_IS_THE_SUM;
import static io.github.paymentsuite.lab.system.proof.Invariant.NO_EFFECT_WITHOUT_CAUSE;
import static io.github.paymentsuite.lab.system.proof.Invariant.ONE_SMS_FOLLOWS;
import static io.github.paymentsuite.lab.system.proof.Invariant.ONLY_LEGAL_MOVES;
import static io.github.paymentsuite.lab.system.proof.Invariant.OTHERWISE_ONE_CASE;
import static io.github.paymentsuite.lab.system.proof.Invariant.PAID_BY_ONE_MOVE;
import static io.github.paymentsuite.lab.system.proof.Invariant.POINTS_FOLLOW;

import io.github.paymentsuite.lab.system.proof.Observed.Case;
import io.github.paymentsuite.lab.system.proof.Observed.Move;
import io.github.paymentsuite.lab.system.proof.Observed.Notification;
import io.github.paymentsuite.lab.system.proof.Observed.Order;
import io.github.paymentsuite.lab.system.proof.Observed.Points;
import io.github.paymentsuite.lab.system.proof.Observed.Record;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Between a payment and what follows it: the order, the points, the SMS. */
final class EffectInvariants {
  private static final int FEN_PER_YUAN = 100;

  /** Everything else, a move to the same state included, is not in the protocol. */
  private static final Set<String> LEGAL_MOVES =
      Set.of(
          "orders CREATED PAID",
          "orders CREATED CANCELLED",
          "payment_attempt CHARGING PAID",
          "payment_attempt CHARGING DECLINED",
          "payment_attempt CHARGING REVERSING",
          "payment_attempt CHARGING CLOSED",
          "payment_attempt REVERSING CLOSED",
          "payment_attempt REVERSING DECLINED",
          // That an SMS was accepted may be learnt at any time; that it was is never forgotten.
          "notification WAITING PENDING",
          "notification WAITING SENDING",
          "notification PENDING SENDING",
          "notification PENDING SENT",
          "notification SENDING PENDING",
          "notification SENDING SENT",
          "notification SENDING FAILED",
          "notification FAILED SENT");

  private final Collection<OrderFacts> orders;
  private final Observed seen;
  private final int smsMayBeDoubled;
  private final Violations violations;
  private final Map<String, Integer> movesToPaid = new HashMap<>();
  private int doubledSms;

  /**
   * @param smsMayBeDoubled so many were on their way when a process stood still for longer than a
   *     claim lasts, to a provider that does not recognise a message that it has had
   */
  EffectInvariants(
      Collection<OrderFacts> orders, Observed seen, int smsMayBeDoubled, Violations violations) {
    this.orders = orders;
    this.seen = seen;
    this.smsMayBeDoubled = smsMayBeDoubled;
    this.violations = violations;
  }

  void check() {
    onlyLegalMoves();
    for (OrderFacts order : orders) {
      for (Record record : order.records()) {
        orderFollows(order, record);
        pointsFollow(order, record);
        smsFollows(order, record);
      }
      noEffectWithoutCause(order);
    }
    balancesAreSums();
  }

  /** SMS that were sent twice and had an excuse. */
  int doubledSms() {
    return doubledSms;
  }

  private void orderFollows(OrderFacts facts, Record record) {
    List<Case> cases =
        facts.orderCases().stream()
            .filter(one -> one.paymentNo().equals(record.paymentNo()) && one.open())
            .toList();
    Order order = facts.orders().isEmpty() ? null : facts.orders().get(0);
    boolean isAlike =
        order != null && order.userId() == record.userId() && order.fen() == record.fen();
    if (isAlike && !order.status().equals("CANCELLED")) {
      violations.require(
          order.status().equals("PAID") && record.paymentNo().equals(order.paymentNo()),
          PAID_BY_ONE_MOVE,
          facts.orderId(),
          "paid by %s, the order is %s".formatted(record.paymentNo(), order));
      violations.require(
          cases.isEmpty(), OTHERWISE_ONE_CASE, facts.orderId(), "PAID, and yet " + cases);
    } else {
      violations.require(
          cases.size() == 1,
          OTHERWISE_ONE_CASE,
          facts.orderId(),
          "%s paid for %s and has %d cases"
              .formatted(record.paymentNo(), order == null ? "no order" : order, cases.size()));
    }
  }

  private void pointsFollow(OrderFacts facts, Record record) {
    List<Points> points = facts.points();
    boolean right =
        points.size() == 1
            && points.get(0).paymentNo().equals(record.paymentNo())
            && points.get(0).userId() == record.userId()
            && points.get(0).points() == record.fen() / FEN_PER_YUAN;
    violations.require(
        right,
        POINTS_FOLLOW,
        facts.orderId(),
        "%s of %d fen earned %s".formatted(record.paymentNo(), record.fen(), points));
  }

  private void smsFollows(OrderFacts facts, Record record) {
    List<Notification> notifications = facts.notifications();
    boolean one =
        notifications.size() == 1
            && notifications.get(0).paymentNo().equals(record.paymentNo())
            && notifications.get(0).userId() == record.userId();
    violations.require(
        one,
        ONE_SMS_FOLLOWS,
        facts.orderId(),
        "%s has %s".formatted(record.paymentNo(), notifications));
    if (!one) {
      return;
    }
    String phone = seen.notification().phones().get(record.userId());
    String expected = phone == null ? "WAITING" : isDeliverable(phone) ? "SENT" : "FAILED";
    int due = expected.equals("SENT") ? 1 : 0;
    int sent = facts.sms().size();
    boolean excused = due == 1 && sent == 2 && doubledSms < smsMayBeDoubled;
    doubledSms += excused ? 1 : 0;
    violations.require(
        notifications.get(0).status().equals(expected) && (sent == due || excused),
        ONE_SMS_FOLLOWS,
        facts.orderId(),
        "the notification should be %s and is %s, %d SMS were accepted"
            .formatted(expected, notifications.get(0).status(), sent));
    facts
        .sms()
        .forEach(
            sms ->
                violations.require(
                    sms.phone().equals(phone),
                    ONE_SMS_FOLLOWS,
                    facts.orderId(),
                    "an SMS went to another phone"));
  }

  /** By what the simulator does for these numbers. */
  private static boolean isDeliverable(String phone) {
    return !phone.endsWith("0001") && !phone.endsWith("0003");
  }

  private void noEffectWithoutCause(OrderFacts facts) {
    for (Order order : facts.orders()) {
      boolean paid = order.status().equals("PAID");
      require(
          paid == (order.paymentNo() != null),
          facts,
          "the order is %s by %s".formatted(order.status(), order.paymentNo()));
      require(!paid || facts.record(order.paymentNo()).isPresent(), facts, "PAID for nothing");
      int moves = movesToPaid.getOrDefault(order.orderId(), 0);
      violations.require(
          moves == (paid ? 1 : 0),
          PAID_BY_ONE_MOVE,
          facts.orderId(),
          "the order is %s, and became PAID %d times".formatted(order.status(), moves));
    }
    facts
        .orderCases()
        .forEach(
            one ->
                require(facts.record(one.paymentNo()).isPresent(), facts, "no payment for " + one));
    facts
        .paymentCases()
        .forEach(
            one ->
                require(
                    facts.attempt(one.paymentNo()).isPresent(), facts, "no attempt for " + one));
    facts
        .points()
        .forEach(
            one ->
                require(facts.record(one.paymentNo()).isPresent(), facts, "no payment for " + one));
    facts
        .notifications()
        .forEach(
            one ->
                require(facts.record(one.paymentNo()).isPresent(), facts, "no payment for " + one));
    require(
        facts.sms().isEmpty() || !facts.records().isEmpty(),
        facts,
        "%d SMS for no payment".formatted(facts.sms().size()));
    require(
        facts.charges().isEmpty() || facts.calls().stream().anyMatch(EffectInvariants::isPayment),
        facts,
        "charged, and nobody wanted to pay");
  }

  private static boolean isPayment(Call call) {
    return call.operation() == Call.Operation.PAY;
  }

  private void balancesAreSums() {
    Map<Long, Long> sums = new TreeMap<>();
    seen.points().records().forEach(one -> sums.merge(one.userId(), one.points(), Long::sum));
    Set<Long> users = new HashSet<>(sums.keySet());
    users.addAll(seen.points().balances().keySet());
    for (Long user : users) {
      long balance = seen.points().balances().getOrDefault(user, 0L);
      long sum = sums.getOrDefault(user, 0L);
      violations.require(
          balance == sum,
          BALANCE_IS_THE_SUM,
          null,
          "user %d has %d points, by records %d".formatted(user, balance, sum));
    }
  }

  private void onlyLegalMoves() {
    for (Move move : seen.broker().moves()) {
      violations.require(
          LEGAL_MOVES.contains("%s %s %s".formatted(move.table(), move.from(), move.to())),
          ONLY_LEGAL_MOVES,
          move.table().equals("orders") ? move.row() : null,
          move.toString());
      if (move.table().equals("orders") && move.to().equals("PAID")) {
        movesToPaid.merge(move.row(), 1, Integer::sum);
      }
    }
  }

  private void require(boolean holds, OrderFacts facts, String otherwise) {
    violations.require(holds, NO_EFFECT_WITHOUT_CAUSE, facts.orderId(), otherwise);
  }
}
