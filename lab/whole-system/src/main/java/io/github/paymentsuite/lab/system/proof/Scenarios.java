package io.github.paymentsuite.lab.system.proof;

import static io.github.paymentsuite.lab.fault.CrashPoint.NOTIFY_AFTER_SMS;
import static io.github.paymentsuite.lab.fault.CrashPoint.NOTIFY_BEFORE_SMS;
import static io.github.paymentsuite.lab.fault.CrashPoint.ORDER_BEFORE;
import static io.github.paymentsuite.lab.fault.CrashPoint.PAYMENT_AFTER_ATTEMPT;
import static io.github.paymentsuite.lab.fault.CrashPoint.PAYMENT_AFTER_CHARGE;
import static io.github.paymentsuite.lab.fault.CrashPoint.PAYMENT_AFTER_HALF_MESSAGE;
import static io.github.paymentsuite.lab.fault.CrashPoint.POINTS_AFTER;
import static io.github.paymentsuite.lab.fault.CrashPoint.RESOLVER_AFTER_REVERSING;

import com.alibaba.fastjson2.JSONObject;
import io.github.paymentsuite.lab.fault.Bug;
import io.github.paymentsuite.lab.fault.CrashPoint;
import io.github.paymentsuite.lab.fault.TrapFolder.Action;
import io.github.paymentsuite.lab.system.SuiteClient;
import io.github.paymentsuite.lab.system.WholeSystem;
import io.github.paymentsuite.lab.system.proof.Workload.Creation;
import io.github.paymentsuite.lab.system.proof.Workload.Payer;
import io.github.paymentsuite.lab.system.proof.Workload.Planned;
import java.time.Duration;

/** The conditions under which mistakes show: each of them harmless to a system without one. */
final class Scenarios {
  private static final String PHONE = "13800138888";
  private static final String UNANSWERED_PHONE = "13800130002";
  private static final long FEN = 12_345;
  private static final String CLOSED_ATTEMPT =
      "SELECT 1 FROM payment_db.payment_attempt WHERE order_id = '%s' AND state = 'CLOSED'";
  private static final String PAYMENT =
      "SELECT 1 FROM payment_db.payment_record WHERE order_id = '%s'";

  private Scenarios() {}

  static void aPlainPayment(Scene scene) {
    scene.pay(plain(scene, 0));
  }

  /** The provider plays a script. */
  static Scenario aPaymentWith(String authCode) {
    return scene -> {
      scene.pay(keyed(scene, 0).paidWith(authCode));
      scene.awaitCharge(0);
    };
  }

  static void aPaymentOfAnotherAmount(Scene scene) {
    scene.pay(new Payment(scene.order(0)).paying(FEN + 100).planned());
  }

  /** Many customers at once, all for one order. */
  static void manyForOneOrder(Scene scene) {
    Planned same = plain(scene, 0);
    scene.pay(same, same, same, same, same, same);
  }

  /** The money goes back past the suite, while the thread that charged still holds "paid". */
  static void refundedBeforeItIsRecorded(Scene scene) {
    scene.trap(PAYMENT_AFTER_CHARGE, Action.HOLD, 0);
    scene.pay(keyed(scene, 0));
    scene.awaitSprung(PAYMENT_AFTER_CHARGE, Action.HOLD);
    scene.refundAtProvider(0);
    scene.awaitRow(CLOSED_ATTEMPT, scene.order(0));
    scene.release(PAYMENT_AFTER_CHARGE);
  }

  /** The same, and the order is paid anew before the half message of the first attempt ends. */
  static void paidAnewBeforeTheFirstHalfMessageEnds(Scene scene) {
    scene.trap(PAYMENT_AFTER_HALF_MESSAGE, Action.HOLD, 0);
    scene.pay(keyed(scene, 0));
    scene.awaitSprung(PAYMENT_AFTER_HALF_MESSAGE, Action.HOLD);
    scene.refundAtProvider(0);
    scene.awaitRow(CLOSED_ATTEMPT, scene.order(0));
    scene.pay(plain(scene, 0));
    scene.awaitRow(PAYMENT, scene.order(0));
    scene.release(PAYMENT_AFTER_HALF_MESSAGE);
  }

  /** The database is away when the half message is there, and the money goes back meanwhile. */
  static void theRowCannotBeWritten(Scene scene) {
    scene.trap(PAYMENT_AFTER_CHARGE, Action.HOLD, 0);
    scene.pay(keyed(scene, 0));
    scene.awaitSprung(PAYMENT_AFTER_CHARGE, Action.HOLD);
    scene.database(WholeSystem.PAYMENT).cut();
    scene.release(PAYMENT_AFTER_CHARGE);
    scene.letPass(Duration.ofSeconds(4));
    scene.refundAtProvider(0);
    scene.database(WholeSystem.PAYMENT).restore();
  }

  /** The broker is away when the half message should be sent, and the money goes back meanwhile. */
  static void theHalfMessageCannotBeSent(Scene scene) {
    scene.trap(PAYMENT_AFTER_CHARGE, Action.HOLD, 0);
    scene.pay(keyed(scene, 0));
    scene.awaitSprung(PAYMENT_AFTER_CHARGE, Action.HOLD);
    scene.refundAtProvider(0);
    scene.broker(WholeSystem.PAYMENT).cut();
    scene.release(PAYMENT_AFTER_CHARGE);
    scene.letPass(Duration.ofSeconds(5));
    scene.broker(WholeSystem.PAYMENT).restore();
  }

  /** The local transaction takes so long that the broker asks first. */
  static void theBrokerAsksBeforeTheRow(Scene scene) {
    scene.trap(PAYMENT_AFTER_HALF_MESSAGE, Action.HOLD, 0);
    scene.pay(plain(scene, 0));
    scene.awaitSprung(PAYMENT_AFTER_HALF_MESSAGE, Action.HOLD);
    scene.letPass(Duration.ofSeconds(4));
    scene.release(PAYMENT_AFTER_HALF_MESSAGE);
  }

  /** The charge leaves later than the resolver wakes up. */
  static void theChargeLeavesLate(Scene scene) {
    scene.trap(PAYMENT_AFTER_ATTEMPT, Action.HOLD, 0);
    scene.pay(keyed(scene, 0));
    scene.awaitSprung(PAYMENT_AFTER_ATTEMPT, Action.HOLD);
    scene.letPass(Duration.ofSeconds(4));
    scene.release(PAYMENT_AFTER_ATTEMPT);
  }

  /** The payer confirms just when the payment is being given up. */
  static void paidWhileItIsGivenUp(Scene scene) {
    scene.trap(RESOLVER_AFTER_REVERSING, Action.HOLD, 0);
    scene.pay(keyed(scene, 0).paidWith("sim-pending-then-paid"));
    scene.awaitSprung(RESOLVER_AFTER_REVERSING, Action.HOLD);
    scene.awaitCharge(0);
    scene.awaitCustomers(Duration.ofSeconds(15));
    scene.release(RESOLVER_AFTER_REVERSING);
  }

  /** The customer pays anew while the first attempt cannot be reversed. */
  static void paidAnewWhileItIsReversed(Scene scene) {
    scene.pay(keyed(scene, 0).paidWith("sim-reverse-refused"));
    scene.awaitRow(
        "SELECT 1 FROM payment_db.payment_attempt WHERE order_id = '%s' AND state = 'REVERSING'",
        scene.order(0));
    scene.pay(plain(scene, 0));
  }

  /** A consumer loses a message without a trace. */
  static void aMessageIsLost(Scene scene) {
    scene.trap(ORDER_BEFORE, Action.SKIP, 0);
    scene.pay(plain(scene, 0));
    scene.awaitSprung(ORDER_BEFORE, Action.SKIP);
  }

  static void cancelledBeforeTheMessageArrives(Scene scene) {
    scene.trap(ORDER_BEFORE, Action.HOLD, 0);
    scene.pay(new Payment(scene.order(0)).cancelled().planned());
    scene.awaitSprung(ORDER_BEFORE, Action.HOLD);
    scene.awaitRow(
        "SELECT 1 FROM order_db.orders WHERE order_id = '%s' AND status = 'CANCELLED'",
        scene.order(0));
    scene.release(ORDER_BEFORE);
  }

  /**
   * A consumer's database is away when the message comes; nothing but the retries can heal that.
   */
  static void theConsumerCannotWrite(Scene scene) {
    blindTheSweep(scene);
    scene.trap(ORDER_BEFORE, Action.HOLD, 0);
    scene.pay(plain(scene, 0));
    scene.awaitSprung(ORDER_BEFORE, Action.HOLD);
    scene.database(WholeSystem.ORDER).cut();
    scene.release(ORDER_BEFORE);
    scene.letPass(Duration.ofSeconds(5));
    scene.database(WholeSystem.ORDER).restore();
  }

  /** A consumer dies when the broker believes that it has consumed the message. */
  static void theConsumerDiesAfterTheAcknowledgement(Scene scene) {
    blindTheSweep(scene);
    scene.pay(plain(scene, 0));
    scene.awaitRow(PAYMENT, scene.order(0));
    scene.awaitConsumed(WholeSystem.ORDER);
    scene.rigged().kill(WholeSystem.ORDER);
  }

  /** A consumer dies before its acknowledgement, and gets the message again. */
  static void theConsumerDiesBeforeTheAcknowledgement(Scene scene) {
    dieOnce(scene, POINTS_AFTER);
  }

  static void theSenderDiesBeforeTheSms(Scene scene) {
    dieOnce(scene, NOTIFY_BEFORE_SMS);
  }

  /** Nobody has noted that the provider has taken it. */
  static void theSenderDiesAfterTheSms(Scene scene) {
    dieOnce(scene, NOTIFY_AFTER_SMS);
  }

  /** The same event in two messages. */
  static void theEventComesTwice(Scene scene) {
    scene.pay(plain(scene, 0));
    scene.awaitRow(
        "SELECT 1 FROM notify_db.notification WHERE order_id = '%s' AND status = 'SENT' AND due_at < UTC_TIMESTAMP(3)",
        scene.order(0));
    scene.repeatEvents(10);
  }

  /** The SMS provider accepts and says nothing. */
  static void theSmsIsNotAnswered(Scene scene) {
    scene.pay(new Payment(scene.order(0)).to(UNANSWERED_PHONE).planned());
    scene.awaitRow(
        "SELECT 1 FROM notify_db.notification WHERE order_id = '%s' AND status = 'SENT'",
        scene.order(0));
  }

  /** An operator replays a dead letter, and once more. */
  static void aDeadLetterIsReplayedTwice(Scene scene) {
    scene.pay(new Payment(scene.order(0)).ofNoOrder().planned());
    scene.awaitRow(
        "SELECT 1 FROM order_db.dead_letter d JOIN payment_db.payment_record r"
            + " ON d.message_key = CONCAT('payment:', r.payment_no) WHERE r.order_id = '%s'",
        scene.order(0));
    SuiteClient client = scene.client();
    var operators = scene.management(WholeSystem.ORDER);
    JSONObject letters = client.get(operators, "/internal/dead-letters").json();
    client.createOrder(scene.order(0), userOf(scene.order(0)), "123.45");
    for (int i = 0; i < 2; i++) {
      letters
          .getJSONArray("deadLetters")
          .forEach(
              letter ->
                  client.post(
                      operators,
                      "/internal/dead-letters/%s/replay".formatted(((JSONObject) letter).get("id")),
                      ""));
    }
  }

  private static void dieOnce(Scene scene, CrashPoint point) {
    scene.trapAny(point, Action.KILL);
    scene.pay(plain(scene, 0));
    scene.awaitSprung(point, Action.KILL);
    scene.rigged().awaitAllReady();
  }

  /** So that what is lost stays lost: the sweep believes that everybody has everything. */
  private static void blindTheSweep(Scene scene) {
    scene.rigged().traps().plant(Bug.SWEEP_WITHOUT_ASKING);
  }

  private static Planned plain(Scene scene, int number) {
    return new Payment(scene.order(number)).planned();
  }

  /** Repeats of it never begin another attempt. */
  private static Planned keyed(Scene scene, int number) {
    return new Payment(scene.order(number)).keyed().planned();
  }

  private static long userOf(String orderId) {
    return 1 + Math.abs((long) orderId.hashCode());
  }

  /** A payment to be planned: as simple as can be, but for what is said. */
  private static final class Payment {
    private final String orderId;
    private String phone = PHONE;
    private long paidFen = FEN;
    private Creation creation = Creation.BEFORE;
    private Duration cancelAfter;
    private boolean keyed;

    Payment(String orderId) {
      this.orderId = orderId;
    }

    Payment paying(long fen) {
      paidFen = fen;
      return this;
    }

    Payment cancelled() {
      cancelAfter = Duration.ZERO;
      return this;
    }

    Payment keyed() {
      keyed = true;
      return this;
    }

    Payment to(String otherPhone) {
      phone = otherPhone;
      return this;
    }

    Payment ofNoOrder() {
      creation = Creation.NEVER;
      return this;
    }

    Planned planned() {
      long userId = userOf(orderId);
      return new Planned(
          orderId,
          Duration.ZERO,
          new Payer(userId, phone, null),
          FEN,
          userId,
          paidFen,
          null,
          creation,
          cancelAfter,
          keyed,
          false,
          false);
    }
  }
}
