package io.github.paymentsuite.lab.system.proof;

import static io.github.paymentsuite.lab.system.proof.World.FEN;
import static io.github.paymentsuite.lab.system.proof.World.ORDER;
import static io.github.paymentsuite.lab.system.proof.World.PAYMENT;
import static io.github.paymentsuite.lab.system.proof.World.PHONE;
import static io.github.paymentsuite.lab.system.proof.World.USER;
import static io.github.paymentsuite.lab.system.proof.World.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.paymentsuite.lab.system.proof.Call.Operation;
import io.github.paymentsuite.lab.system.proof.Observed.Attempt;
import io.github.paymentsuite.lab.system.proof.Observed.Case;
import io.github.paymentsuite.lab.system.proof.Observed.Charge;
import io.github.paymentsuite.lab.system.proof.Observed.Move;
import io.github.paymentsuite.lab.system.proof.Observed.Notification;
import io.github.paymentsuite.lab.system.proof.Observed.Order;
import io.github.paymentsuite.lab.system.proof.Observed.Points;
import io.github.paymentsuite.lab.system.proof.Observed.Record;
import io.github.paymentsuite.lab.system.proof.Observed.Sms;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The checker itself: it stays silent where all is well, and sees each invariant broken. */
class CheckerTest {
  /** A world that was right until something was done to it. */
  record Wrong(Invariant invariant, String what, Supplier<World> world, Consumer<World> done) {
    @Override
    public String toString() {
      return invariant + ": " + what;
    }
  }

  static Stream<Supplier<World>> rightWorlds() {
    return Stream.of(
        World::withPaidOrder,
        World::withDeclinedOrder,
        World::withOtherAmount,
        World::withCancelledOrder,
        World::withUnknownOrder,
        () -> World.withPhone(null, "WAITING"),
        () -> World.withPhone("13800130001", "FAILED"),
        () -> World.withPhone("13800130003", "FAILED"));
  }

  @ParameterizedTest
  @MethodSource("rightWorlds")
  void isSilentWhereAllIsWell(Supplier<World> world) {
    assertThat(world.get().violations()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("wrongWorlds")
  void seesWhatIsWrong(Wrong wrong) {
    World world = wrong.world().get();
    wrong.done().accept(world);

    assertThat(world.violations()).extracting(Violation::invariant).contains(wrong.invariant());
  }

  @Test
  void everyInvariantIsSeenBroken() {
    Set<Invariant> seen = wrongWorlds().map(Wrong::invariant).collect(Collectors.toSet());

    assertThat(seen).isEqualTo(EnumSet.allOf(Invariant.class));
  }

  @Test
  void aSecondSmsIsExcusedOnlyByAPauseAtAProviderThatDoesNotRecogniseIt() {
    World world = World.withPaidOrder();
    world.sms.add(new Sms("1", ORDER, PHONE));

    world.sendsPaused = 1;
    assertThat(world.violations()).isNotEmpty();

    world.smsDeduplicated = false;
    assertThat(world.findings()).isEqualTo(new Checker.Findings(List.of(), 1));

    world.sms.add(new Sms("1", ORDER, PHONE));
    assertThat(world.violations()).isNotEmpty();
  }

  static Stream<Wrong> wrongWorlds() {
    return Stream.of(money(), effects(), answers(), rest()).flatMap(wrong -> wrong);
  }

  private static Stream<Wrong> money() {
    return Stream.of(
        paid(
            Invariant.CHARGED_MEANS_RECORDED,
            "charged, not recorded",
            world -> {
              world.records.clear();
              world.attempts.set(0, attempt("CLOSED"));
            }),
        paid(
            Invariant.CHARGED_MEANS_RECORDED,
            "recorded, and given back",
            world -> world.charges.set(0, new Charge(PAYMENT, ORDER, FEN, "REFUNDED"))),
        paid(
            Invariant.CHARGED_MEANS_RECORDED,
            "recorded, never charged",
            world -> world.charges.clear()),
        paid(
            Invariant.CHARGED_MEANS_RECORDED,
            "another amount recorded",
            world -> world.records.set(0, record(FEN + 1))),
        paid(
            Invariant.CHARGED_MEANS_RECORDED,
            "recorded, the attempt declined",
            world -> world.attempts.set(0, attempt("DECLINED"))),
        paid(
            Invariant.CHARGED_MEANS_RECORDED,
            "charged without an attempt",
            world -> world.attempts.clear()),
        paid(
            Invariant.ONE_ATTEMPT_AT_A_TIME,
            "another attempt ended only after the payment",
            world -> {
              world.attempts.add(new Attempt("p0", ORDER, USER, FEN, "CLOSED"));
              world.moves.add(new Move("payment_attempt", "p0", "REVERSING", "CLOSED"));
            }),
        paid(
            Invariant.NEVER_PAID_AFTER_THE_END,
            "paid after it was closed",
            world -> world.paymentCases.add(new Case(PAYMENT, ORDER, "LATE_PAYMENT", true))),
        wrong(
            Invariant.CHARGED_MEANS_RECORDED,
            "another amount charged, no case",
            World::withOtherAmount,
            world -> world.paymentCases.clear()),
        wrong(
            Invariant.CHARGED_MEANS_RECORDED,
            "another amount charged, and recorded",
            World::withOtherAmount,
            world -> world.records.add(record(FEN))),
        paid(
            Invariant.ONE_PAYMENT_FOR_AN_ORDER,
            "charged twice",
            world -> {
              world.charges.add(new Charge("p2", ORDER, FEN, "PAID"));
              world.attempts.add(new Attempt("p2", ORDER, USER, FEN, "PAID"));
            }),
        paid(
            Invariant.ONE_CALL_FOR_AN_ATTEMPT,
            "called twice",
            world -> world.chargeCalls.put(PAYMENT, 2)),
        paid(
            Invariant.MONEY_IS_CONSERVED,
            "a fen is missing",
            world -> world.charges.set(0, new Charge(PAYMENT, ORDER, FEN - 1, "PAID"))),
        paid(
            Invariant.COMMITTED_IS_NEVER_ROLLED_BACK,
            "rolled back",
            world -> world.rolledBack.add("t1")));
  }

  private static Stream<Wrong> effects() {
    return Stream.of(
        paid(
            Invariant.PAID_BY_ONE_MOVE,
            "the order is still open",
            world -> world.orders.set(0, new Order(ORDER, USER, FEN, "CREATED", null))),
        paid(
            Invariant.PAID_BY_ONE_MOVE,
            "the order is paid by another payment",
            world -> world.orders.set(0, new Order(ORDER, USER, FEN, "PAID", "p2"))),
        paid(
            Invariant.PAID_BY_ONE_MOVE,
            "paid twice",
            world -> world.moves.add(new Move("orders", ORDER, "PAID", "PAID"))),
        wrong(
            Invariant.OTHERWISE_ONE_CASE,
            "cancelled, and no case",
            World::withCancelledOrder,
            world -> world.orderCases.clear()),
        wrong(
            Invariant.OTHERWISE_ONE_CASE,
            "unknown, and the case is closed",
            World::withUnknownOrder,
            world -> world.orderCases.set(0, new Case(PAYMENT, ORDER, "ORDER_UNKNOWN", false))),
        wrong(
            Invariant.OTHERWISE_ONE_CASE,
            "two cases",
            World::withCancelledOrder,
            world -> world.orderCases.add(new Case(PAYMENT, ORDER, "AMOUNT_MISMATCH", true))),
        paid(
            Invariant.OTHERWISE_ONE_CASE,
            "paid, and a case",
            world -> world.orderCases.add(new Case(PAYMENT, ORDER, "AMOUNT_MISMATCH", true))),
        paid(
            Invariant.OTHERWISE_ONE_CASE,
            "another user's order is paid",
            world -> world.orders.set(0, new Order(ORDER, USER + 1, FEN, "PAID", PAYMENT))),
        paid(Invariant.POINTS_FOLLOW, "no points", world -> world.points.clear()),
        paid(
            Invariant.POINTS_FOLLOW,
            "points twice",
            world -> world.points.add(new Points(PAYMENT, ORDER, USER, 12))),
        paid(
            Invariant.POINTS_FOLLOW,
            "a point for a fraction",
            world -> world.points.set(0, new Points(PAYMENT, ORDER, USER, 13))),
        paid(Invariant.BALANCE_IS_THE_SUM, "added twice", world -> world.balances.put(USER, 24L)),
        paid(
            Invariant.BALANCE_IS_THE_SUM, "added for nothing", world -> world.balances.put(8L, 1L)),
        paid(Invariant.ONE_SMS_FOLLOWS, "no SMS", world -> world.sms.clear()),
        paid(
            Invariant.ONE_SMS_FOLLOWS,
            "two SMS",
            world -> world.sms.add(new Sms("1", ORDER, PHONE))),
        paid(Invariant.ONE_SMS_FOLLOWS, "no notification", world -> world.notifications.clear()),
        paid(
            Invariant.ONE_SMS_FOLLOWS,
            "sent, and said to have failed",
            world -> world.notifications.set(0, notification("FAILED"))),
        paid(
            Invariant.ONE_SMS_FOLLOWS,
            "to another phone",
            world -> world.sms.set(0, new Sms("1", ORDER, "13800138001"))),
        wrong(
            Invariant.ONE_SMS_FOLLOWS,
            "sent, and there is no phone",
            () -> World.withPhone(null, "SENT"),
            world -> {}),
        wrong(
            Invariant.NO_EFFECT_WITHOUT_CAUSE,
            "points",
            World::withDeclinedOrder,
            world -> world.points.add(new Points(PAYMENT, ORDER, USER, 12))),
        wrong(
            Invariant.NO_EFFECT_WITHOUT_CAUSE,
            "an SMS",
            World::withDeclinedOrder,
            world -> world.sms.add(new Sms("1", ORDER, PHONE))),
        wrong(
            Invariant.NO_EFFECT_WITHOUT_CAUSE,
            "a notification",
            World::withDeclinedOrder,
            world -> world.notifications.add(notification("WAITING"))),
        wrong(
            Invariant.NO_EFFECT_WITHOUT_CAUSE,
            "a PAID order",
            World::withDeclinedOrder,
            world -> world.orders.set(0, new Order(ORDER, USER, FEN, "PAID", PAYMENT))),
        wrong(
            Invariant.NO_EFFECT_WITHOUT_CAUSE,
            "a case",
            World::withDeclinedOrder,
            world -> world.orderCases.add(new Case(PAYMENT, ORDER, "AMOUNT_MISMATCH", true))),
        wrong(
            Invariant.NO_EFFECT_WITHOUT_CAUSE,
            "a charge that nobody asked for",
            World::withDeclinedOrder,
            world -> world.calls.clear()),
        paid(
            Invariant.ONLY_LEGAL_MOVES,
            "reversed after it was paid",
            world -> world.moves.add(new Move("payment_attempt", PAYMENT, "PAID", "REVERSING"))),
        paid(
            Invariant.ONLY_LEGAL_MOVES,
            "recorded after it was given up",
            world -> world.moves.add(new Move("payment_attempt", PAYMENT, "REVERSING", "PAID"))),
        paid(
            Invariant.ONLY_LEGAL_MOVES,
            "sent again",
            world -> world.moves.add(new Move("notification", PAYMENT, "SENT", "SENDING"))));
  }

  private static Stream<Wrong> answers() {
    return Stream.of(
        paid(Invariant.TWO_HUNDRED_SURVIVES, "the payment is lost", world -> world.records.clear()),
        paid(
            Invariant.TWO_HUNDRED_SURVIVES,
            "another amount is recorded",
            world -> world.records.set(0, record(FEN + 100))),
        paid(Invariant.TWO_HUNDRED_SURVIVES, "the order is lost", world -> world.orders.clear()),
        wrong(
            Invariant.TWO_HUNDRED_SURVIVES,
            "the cancellation is undone",
            World::withCancelledOrder,
            world -> world.orders.set(0, new Order(ORDER, USER, FEN, "PAID", PAYMENT))),
        paid(Invariant.TWO_HUNDRED_SURVIVES, "the phone is lost", world -> world.phones.clear()),
        wrong(
            Invariant.FOUR_HUNDRED_TWO_TAKES_NOTHING,
            "charged",
            World::withDeclinedOrder,
            world -> world.charges.set(0, new Charge(PAYMENT, ORDER, FEN, "PAID"))),
        paid(
            Invariant.FOUR_HUNDRED_TWO_TAKES_NOTHING,
            "said to have failed, paid later",
            world -> world.calls.add(answer(Operation.ASK, "", 200, World.state("FAILED")))),
        wrong(
            Invariant.TWO_HUNDRED_TWO_IS_RESOLVED,
            "still open",
            World::withOtherAmount,
            world -> world.paymentCases.clear()),
        paid(
            Invariant.FIVE_HUNDRED_NEVER_CHARGES,
            "charged",
            world -> {
              world.calls.clear();
              world.calls.add(answer(Operation.PAY, World.request(), 503, "{}"));
            }),
        paid(
            Invariant.NO_REQUEST_MEETS_A_BUG,
            "a cancellation that failed",
            world -> world.calls.add(answer(Operation.CANCEL, "", 500, "{}"))),
        paid(
            Invariant.SAME_KEY_SAME_ANSWER,
            "paid, then refused",
            world -> {
              world.calls.add(World.keyed("k", 200, World.success()));
              world.calls.add(World.keyed("k", 409, "{\"code\":\"order_already_paid\"}"));
            }));
  }

  private static Stream<Wrong> rest() {
    return Stream.of(
        left("a message not consumed", world -> world.unconsumed.put("points_consumer_group", 1L)),
        left("a message to be delivered again", world -> world.delayed = 1),
        left("a half message", world -> world.halfMessages = 1),
        left("a parked half message", world -> world.parked = 1),
        left(
            "a dead letter at the broker",
            world -> world.deadLetters.put("points_consumer_group", 1L)),
        left(
            "a dead letter in a service",
            world -> world.keptDeadLetters.put("points-service", List.of("payment:p1"))),
        wrong(
            Invariant.NOTHING_IS_LEFT,
            "a dead letter in a service that knows no orders",
            World::withUnknownOrder,
            world -> world.keptDeadLetters.put("points-service", List.of("payment:" + PAYMENT))),
        left(
            "a pending charge",
            world -> world.charges.add(new Charge("p2", ORDER, FEN, "PENDING"))),
        left(
            "an open attempt",
            world -> world.attempts.add(new Attempt("p2", ORDER, USER, FEN, "REVERSING"))),
        left(
            "a payment not marked as fulfilled",
            world ->
                world.records.set(
                    0,
                    new Record(PAYMENT, ORDER, USER, FEN, Instant.EPOCH, "SUCCESS", "t1", false))),
        left("an SMS under way", world -> world.notifications.set(0, notification("SENDING"))));
  }

  private static Wrong left(String what, Consumer<World> done) {
    return paid(Invariant.NOTHING_IS_LEFT, what, done);
  }

  private static Wrong paid(Invariant invariant, String what, Consumer<World> done) {
    return new Wrong(invariant, what, World::withPaidOrder, done);
  }

  private static Wrong wrong(
      Invariant invariant, String what, Supplier<World> world, Consumer<World> done) {
    return new Wrong(invariant, what, world, done);
  }

  private static Attempt attempt(String state) {
    return new Attempt(PAYMENT, ORDER, USER, FEN, state);
  }

  private static Record record(long fen) {
    return new Record(
        PAYMENT,
        ORDER,
        USER,
        fen,
        Instant.parse("2026-01-31T12:00:00.123Z"),
        "SUCCESS",
        "t1",
        true);
  }

  private static Notification notification(String status) {
    return new Notification("1", PAYMENT, ORDER, USER, status, PHONE);
  }
}
