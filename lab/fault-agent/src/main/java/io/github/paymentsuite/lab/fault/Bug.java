package io.github.paymentsuite.lab.fault;

import static io.github.paymentsuite.lab.fault.Insides.call;
import static io.github.paymentsuite.lab.fault.Insides.constant;
import static io.github.paymentsuite.lab.fault.Insides.field;
import static io.github.paymentsuite.lab.fault.Insides.is;
import static io.github.paymentsuite.lab.fault.Insides.sibling;
import static io.github.paymentsuite.lab.fault.Planting.after;
import static io.github.paymentsuite.lab.fault.Planting.before;
import static io.github.paymentsuite.lab.fault.Planting.sql;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Deliberate mistakes, each of the kind that a payment system is really written with, for the
 * checker to find. Each is made by changing calls within the unchanged jars.
 */
public enum Bug {
  /** The charge is made before anything remembers it. */
  NO_ATTEMPT_ROW(
      Service.PAYMENT,
      before(
          Joint.of("payment.PaymentAttemptMapper.insert"),
          call -> {
            call.skip(1);
            return true;
          })),

  /** The HTTP client sends the charge again where the answer was lost. */
  CHARGE_RETRIED_BY_HTTP_CLIENT(
      Service.PAYMENT,
      after(
          Joint.of("payment.provider.SimulatorGateway.charge"),
          call -> {
            if (!is(call.result(), "Unknown")) {
              return false;
            }
            call.answer(call.again());
            return true;
          })),

  /** No answer is taken for a refusal. */
  TIMEOUT_TAKEN_FOR_DECLINED(
      Service.PAYMENT,
      after(
          Joint.of("payment.provider.SimulatorGateway.charge"),
          call -> {
            if (!is(call.result(), "Unknown")) {
              return false;
            }
            call.answer(sibling(call.result(), "Declined", "INSUFFICIENT_FUNDS", "no answer"));
            return true;
          })),

  /** "The payer has to confirm" is taken for "paid". */
  PENDING_TAKEN_FOR_PAID(
      Service.PAYMENT,
      after(
          Joint.of("payment.provider.SimulatorGateway.charge"),
          call -> {
            if (!is(call.result(), "Pending")) {
              return false;
            }
            Object charge = call.argument(0);
            call.answer(
                sibling(
                    call.result(),
                    "Paid",
                    call(charge, "attemptNo"),
                    call(charge, "amount"),
                    "CNY",
                    "unknown",
                    now()));
            return true;
          })),

  /** Paid is paid, whatever the amount. */
  AMOUNT_MISMATCH_IGNORED(
      Service.PAYMENT,
      after(Joint.of("payment.provider.ChargeState$Paid.isOf"), call -> answerInstead(call, true))),

  /** The client is told SUCCESS as soon as the provider says so, recorded or not. */
  ANSWERED_BEFORE_RECORDED(
      Service.PAYMENT,
      after(Joint.of("payment.Settlement.pay"), call -> answerInstead(call, true))),

  /** The message is committed first; the row follows, if all goes well. */
  COMMIT_BEFORE_ROW(
      Service.PAYMENT,
      before(
          Joint.of("payment.PaymentTransactionListener.executeLocalTransaction"),
          call -> {
            later(Duration.ofSeconds(1), call::again);
            call.skip(stateOf(call, "COMMIT"));
            return true;
          })),

  /** Nothing to move must mean that it has been done before. */
  DUPLICATE_TAKEN_FOR_COMMIT(
      Service.PAYMENT,
      after(
          Joint.of("payment.PaymentRecorder.record"),
          call -> call.thrown() == null && answerInstead(call, constant(call.result(), "COMMIT")))),

  /** The check-back asks whether the order is paid, not whether this message recorded it. */
  CHECK_BACK_BY_ORDER(
      Service.PAYMENT,
      sql(
          Joint.of("payment.PaymentRecordMapper.findRecorded"),
          "r.payment_no = a.attempt_no",
          "r.order_id = a.order_id"),
      after(
          Joint.of("payment.PaymentRecorder.check"),
          call -> {
            Optional<?> found =
                (Optional<?>)
                    call(field(call.target(), "records"), "findRecorded", call.argument(0));
            return found.isPresent()
                && call(found.get(), "transactionId") != null
                && answerInstead(call, constant(call.result(), "COMMIT"));
          })),

  /** No row means that there never will be one. */
  ROLLBACK_WHEN_ROW_IS_ABSENT(
      Service.PAYMENT,
      after(
          Joint.of("payment.PaymentRecorder.check"),
          call ->
              call.thrown() == null
                  && ((Enum<?>) call.result()).name().equals("UNKNOWN")
                  && answerInstead(call, constant(call.result(), "ROLLBACK")))),

  /** The attempt is moved from whatever state it is in. */
  ATTEMPT_MOVED_UNGUARDED(
      Service.PAYMENT,
      sql(
          Joint.of("payment.PaymentAttemptMapper.update"),
          "AND state = #{from}",
          "AND #{from} IS NOT NULL")),

  /** A charge is reversed without a mark that keeps it from being recorded meanwhile. */
  NO_REVERSING_STATE(
      Service.PAYMENT,
      before(
          Joint.of("payment.Settlement.giveUp"),
          call -> {
            call.skip(true);
            return true;
          })),

  /** What the provider does not find, it never will. */
  NOT_FOUND_TAKEN_FOR_FINAL(
      Service.PAYMENT,
      after(
          Joint.of("payment.Resolver.isOver"),
          call -> is(call.argument(1), "NotFound") && answerInstead(call, true))),

  /** The resolver also takes attempts whose charge is still on its way, and gives them up. */
  RESOLVER_WITHOUT_AGE_GUARD(
      Service.PAYMENT,
      before(
          Joint.of("payment.PaymentAttemptMapper.insert"),
          call -> {
            call.replaceArgument(1, Instant.EPOCH);
            return true;
          }),
      after(
          Joint.of("payment.Resolver.isOver"),
          call -> is(call.argument(1), "NotFound") && answerInstead(call, true))),

  /** "Reversed" is believed, and nobody asks afterwards. */
  REVERSAL_TAKEN_FOR_FINAL(
      Service.PAYMENT,
      after(
          Joint.of("payment.Resolver.undo"),
          call -> {
            Object attempt = call.argument(0);
            Object closed = constant(call(attempt, "state"), "CLOSED");
            Object rows = field(field(call.target(), "settlement"), "attempts");
            return (boolean)
                call(
                    rows,
                    "move",
                    call(attempt, "attemptNo"),
                    call(attempt, "state"),
                    closed,
                    now());
          })),

  /** Whoever has been announced to is taken for having it. */
  SWEEP_WITHOUT_ASKING(
      Service.PAYMENT,
      before(
          Joint.of("payment.ParticipantLookup.findLacking"),
          call -> {
            call.skip(Optional.of(Set.of()));
            return true;
          })),

  /** A cancelled order becomes PAID. */
  ORDER_PAID_UNGUARDED(
      Service.ORDER, sql(Joint.of("order.OrderMapper.markPaid"), "AND status = 'CREATED'", "")),

  /** An order becomes PAID by any amount. */
  ORDER_PAID_BY_ANY_AMOUNT(
      Service.ORDER,
      sql(
          Joint.of("order.OrderMapper.markPaid"),
          "AND amount = #{payment.amount}",
          "AND #{payment.amount} IS NOT NULL")),

  /** What an operator replays is done again, done before or not. */
  REPLAY_NOT_IDEMPOTENT(
      Service.ORDER,
      before(
          Joint.of("starter.DeadLetters.find"),
          call -> {
            Replaying.NOW.set(true);
            return false;
          }),
      after(
          Joint.of("starter.DeadLetters.replayed"),
          call -> {
            Replaying.NOW.remove();
            return false;
          }),
      sql(
          Joint.of("order.OrderMapper.markPaid"),
          "AND status = 'CREATED'",
          "",
          call -> Boolean.TRUE.equals(Replaying.NOW.get()))),

  /** An exception is logged and forgotten. */
  FAILURE_SWALLOWED_AND_ACKNOWLEDGED(
      Service.ORDER,
      after(
          consumption(),
          call -> {
            if (call.thrown() == null) {
              return false;
            }
            call.answer(null);
            return true;
          })),

  /** The message is handed to a thread pool and acknowledged at once. */
  ACKNOWLEDGED_BEFORE_COMMIT(
      Service.ORDER,
      before(
          consumption(),
          call -> {
            later(Duration.ofSeconds(20), call::again);
            call.skip(null);
            return true;
          })),

  /** A payment that is in the ledger already is added to the balance once more. */
  POINTS_TWICE_ON_REDELIVERY(
      Service.POINTS,
      after(
          Joint.of("points.PointsMapper.insert"),
          call -> call.thrown() != null && answerInstead(call, 1))),

  /** What makes a delivery a repeated one is the message's id, not the payment's. */
  DEDUPLICATED_BY_MESSAGE_ID(
      Service.POINTS,
      before(
          consumption(),
          call -> {
            Seen.IS_NEW.set(Seen.isNew((String) call(call.argument(0), "getMsgId")));
            return false;
          }),
      after(
          Joint.of("points.PointsMapper.insert"),
          call -> call.thrown() != null && Seen.IS_NEW.get() && answerInstead(call, 1))),

  /** The ledger has it and the balance does not. */
  BALANCE_FORGOTTEN(
      Service.POINTS,
      before(
          Joint.of("points.PointsMapper.add"),
          call -> {
            call.skip(1);
            return true;
          })),

  /** The notification is SENT before it is sent. */
  SMS_MARKED_BEFORE_SENDING(
      Service.NOTIFY,
      before(
          Joint.of("notify.SmsDelivery.send"),
          call -> {
            Object rows = field(call.target(), "notifications");
            call(rows, "markSent", List.of(call(call.argument(0), "paymentNo")), now());
            return true;
          })),

  /** What was not answered is sent again, without asking what became of it. */
  SMS_SENT_AGAIN_WITHOUT_QUERY(
      Service.NOTIFY,
      after(
          Joint.of("notify.sms.SimulatorSmsGateway.query"),
          call ->
              !is(call.result(), "NotFound")
                  && answerInstead(call, sibling(call.result(), "NotFound")))),

  /** A notification is claimed for sending whatever became of it before. */
  SMS_CLAIMED_UNGUARDED(
      Service.NOTIFY,
      sql(Joint.of("notify.NotificationMapper.claim"), "AND status = 'PENDING'", ""));

  private final String service;
  private final List<Planting> plantings;

  Bug(String service, Planting... plantings) {
    this.service = service;
    this.plantings = List.of(plantings);
  }

  /** The name of the service that it is a mistake of. */
  public String service() {
    return service;
  }

  /** As people write it: {@code no-attempt-row}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  List<Planting> plantings() {
    return plantings;
  }

  public static List<Bug> of(String service) {
    return Arrays.stream(values()).filter(bug -> bug.service.equals(service)).toList();
  }

  private static Joint consumption() {
    return Joint.of("starter.PaymentEventConsumption.consume");
  }

  /** Whether that makes a difference. */
  private static boolean answerInstead(Call call, Object instead) {
    if (call.thrown() == null && instead.equals(call.result())) {
      return false;
    }
    call.answer(instead);
    return true;
  }

  private static void later(Duration delay, Step step) {
    CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS)
        .execute(
            () -> {
              try {
                step.run();
              } catch (Exception failure) {
                System.err.println("fault-agent: what was put off failed: " + failure);
              }
            });
  }

  /** The answer of that name, of the type that the method returns. */
  private static Object stateOf(Call call, String name) throws ReflectiveOperationException {
    return Arrays.stream(call.target().getClass().getDeclaredMethods())
        .filter(method -> method.getName().equals(call.joint().method()) && !method.isSynthetic())
        .flatMap(method -> Arrays.stream(method.getReturnType().getEnumConstants()))
        .filter(state -> ((Enum<?>) state).name().equals(name))
        .findFirst()
        .orElseThrow(NoSuchFieldException::new);
  }

  /** In the precision of the tables. */
  private static Instant now() {
    return Clock.tickMillis(ZoneOffset.UTC).instant();
  }

  private interface Step {
    Object run() throws Exception;
  }

  /** Whether this thread is at a replay. */
  private static final class Replaying {
    static final ThreadLocal<Boolean> NOW = new ThreadLocal<>();
  }

  /** Which messages this process has seen. */
  private static final class Seen {
    /** Whether that of this thread had not been seen before. */
    static final ThreadLocal<Boolean> IS_NEW = ThreadLocal.withInitial(() -> false);

    private static final Set<String> IDS = ConcurrentHashMap.newKeySet();

    static boolean isNew(String id) {
      return IDS.add(id);
    }
  }
}
