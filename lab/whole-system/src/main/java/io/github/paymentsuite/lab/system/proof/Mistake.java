package io.github.paymentsuite.lab.system.proof;

import io.github.paymentsuite.lab.fault.Bug;
import io.github.paymentsuite.lab.fault.TrapFolder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A deliberate mistake and the scenario in which it shows. Those in code are planted by the agent;
 * those in a schema are made there, past the migrations.
 *
 * @param bug null if it is in the schema
 * @param statements by which it is made in the schema
 * @param invariant that it must break; what is merely late proves nothing
 */
record Mistake(
    String label, Bug bug, List<String> statements, Scenario scenario, Invariant invariant) {

  /** All of them, in the order of the payment. */
  static List<Mistake> all() {
    List<Mistake> all = new ArrayList<>();
    for (Bug bug : Bug.values()) {
      all.add(new Mistake(bug.label(), bug, List.of(), scenarioOf(bug), invariantOf(bug)));
    }
    all.add(
        inSchema(
            "no-unique-key-for-an-order",
            Scenarios::manyForOneOrder,
            Invariant.ONE_PAYMENT_FOR_AN_ORDER,
            "ALTER TABLE payment_db.payment_attempt DROP KEY uk_live_order_id",
            "ALTER TABLE payment_db.payment_record DROP KEY uk_order_id"));
    all.add(
        inSchema(
            "reversing-frees-the-order",
            Scenarios::paidAnewWhileItIsReversed,
            Invariant.ONE_ATTEMPT_AT_A_TIME,
            "ALTER TABLE payment_db.payment_attempt DROP KEY uk_live_order_id, DROP COLUMN live_order_id",
            """
            ALTER TABLE payment_db.payment_attempt
              ADD COLUMN live_order_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin
              GENERATED ALWAYS AS (CASE WHEN state IN ('CHARGING', 'PAID') THEN order_id END) STORED,
              ADD UNIQUE KEY uk_live_order_id (live_order_id)"""));
    all.add(
        inSchema(
            "no-unique-key-for-points",
            Scenarios::theEventComesTwice,
            Invariant.POINTS_FOLLOW,
            "ALTER TABLE points_db.points_record DROP KEY uk_payment_no"));
    all.add(
        inSchema(
            "no-unique-key-for-a-notification",
            Scenarios::theEventComesTwice,
            Invariant.ONE_SMS_FOLLOWS,
            "ALTER TABLE notify_db.notification DROP KEY uk_payment_no"));
    return all;
  }

  private static Scenario scenarioOf(Bug bug) {
    return switch (bug) {
      case NO_ATTEMPT_ROW, BALANCE_FORGOTTEN -> Scenarios::aPlainPayment;
      case CHARGE_RETRIED_BY_HTTP_CLIENT, TIMEOUT_TAKEN_FOR_DECLINED ->
          Scenarios.aPaymentWith("sim-timeout-charged");
      case PENDING_TAKEN_FOR_PAID -> Scenarios.aPaymentWith("sim-pending-then-closed");
      case AMOUNT_MISMATCH_IGNORED -> Scenarios.aPaymentWith("sim-paid-other-amount");
      case NOT_FOUND_TAKEN_FOR_FINAL -> Scenarios.aPaymentWith("sim-charged-late");
      case REVERSAL_TAKEN_FOR_FINAL -> Scenarios.aPaymentWith("sim-reverse-refused");
      case ANSWERED_BEFORE_RECORDED -> Scenarios::theHalfMessageCannotBeSent;
      case COMMIT_BEFORE_ROW -> Scenarios::theRowCannotBeWritten;
      case DUPLICATE_TAKEN_FOR_COMMIT, ATTEMPT_MOVED_UNGUARDED ->
          Scenarios::refundedBeforeItIsRecorded;
      case CHECK_BACK_BY_ORDER -> Scenarios::paidAnewBeforeTheFirstHalfMessageEnds;
      case ROLLBACK_WHEN_ROW_IS_ABSENT -> Scenarios::theBrokerAsksBeforeTheRow;
      case NO_REVERSING_STATE -> Scenarios::paidWhileItIsGivenUp;
      case RESOLVER_WITHOUT_AGE_GUARD -> Scenarios::theChargeLeavesLate;
      case SWEEP_WITHOUT_ASKING -> Scenarios::aMessageIsLost;
      case ORDER_PAID_UNGUARDED -> Scenarios::cancelledBeforeTheMessageArrives;
      case ORDER_PAID_BY_ANY_AMOUNT -> Scenarios::aPaymentOfAnotherAmount;
      case REPLAY_NOT_IDEMPOTENT -> Scenarios::aDeadLetterIsReplayedTwice;
      case FAILURE_SWALLOWED_AND_ACKNOWLEDGED -> Scenarios::theConsumerCannotWrite;
      case ACKNOWLEDGED_BEFORE_COMMIT -> Scenarios::theConsumerDiesAfterTheAcknowledgement;
      case POINTS_TWICE_ON_REDELIVERY -> Scenarios::theConsumerDiesBeforeTheAcknowledgement;
      case DEDUPLICATED_BY_MESSAGE_ID -> Scenarios::theEventComesTwice;
      case SMS_CLAIMED_UNGUARDED -> Scenarios::theSenderDiesAfterTheSms;
      case SMS_MARKED_BEFORE_SENDING -> Scenarios::theSenderDiesBeforeTheSms;
      case SMS_SENT_AGAIN_WITHOUT_QUERY -> Scenarios::theSmsIsNotAnswered;
    };
  }

  private static Invariant invariantOf(Bug bug) {
    return switch (bug) {
      case NO_ATTEMPT_ROW, PENDING_TAKEN_FOR_PAID, AMOUNT_MISMATCH_IGNORED, NO_REVERSING_STATE ->
          Invariant.CHARGED_MEANS_RECORDED;
      case TIMEOUT_TAKEN_FOR_DECLINED,
          NOT_FOUND_TAKEN_FOR_FINAL,
          REVERSAL_TAKEN_FOR_FINAL,
          RESOLVER_WITHOUT_AGE_GUARD ->
          Invariant.FOUR_HUNDRED_TWO_TAKES_NOTHING;
      case CHARGE_RETRIED_BY_HTTP_CLIENT -> Invariant.ONE_CALL_FOR_AN_ATTEMPT;
      case ANSWERED_BEFORE_RECORDED -> Invariant.TWO_HUNDRED_SURVIVES;
      case COMMIT_BEFORE_ROW, DUPLICATE_TAKEN_FOR_COMMIT, CHECK_BACK_BY_ORDER ->
          Invariant.NO_EFFECT_WITHOUT_CAUSE;
      case ATTEMPT_MOVED_UNGUARDED, ORDER_PAID_UNGUARDED -> Invariant.ONLY_LEGAL_MOVES;
      case ROLLBACK_WHEN_ROW_IS_ABSENT -> Invariant.COMMITTED_IS_NEVER_ROLLED_BACK;
      case SWEEP_WITHOUT_ASKING,
          FAILURE_SWALLOWED_AND_ACKNOWLEDGED,
          ACKNOWLEDGED_BEFORE_COMMIT,
          REPLAY_NOT_IDEMPOTENT ->
          Invariant.PAID_BY_ONE_MOVE;
      case ORDER_PAID_BY_ANY_AMOUNT -> Invariant.OTHERWISE_ONE_CASE;
      case BALANCE_FORGOTTEN, POINTS_TWICE_ON_REDELIVERY, DEDUPLICATED_BY_MESSAGE_ID ->
          Invariant.BALANCE_IS_THE_SUM;
      case SMS_CLAIMED_UNGUARDED, SMS_MARKED_BEFORE_SENDING, SMS_SENT_AGAIN_WITHOUT_QUERY ->
          Invariant.ONE_SMS_FOLLOWS;
    };
  }

  private static Mistake inSchema(
      String label, Scenario scenario, Invariant invariant, String... statements) {
    return new Mistake(label, null, Arrays.asList(statements), scenario, invariant);
  }

  void make(RiggedSystem rigged) {
    if (bug != null) {
      rigged.traps().plant(bug);
    }
    rigged.administer(statements);
  }

  /** Whether it has made a difference; that a schema is another one does so by itself. */
  boolean hasBitten(TrapFolder traps) {
    return bug == null || traps.hasBitten(bug);
  }
}
