package io.github.paymentsuite.lab.system.proof;

/** What has to hold once all is quiet, whatever happened before. */
enum Invariant {
  CHARGED_MEANS_RECORDED(
      "a charge succeeded exactly where there is one payment SUCCESS of equal amount, or a case of another amount"),
  ONE_PAYMENT_FOR_AN_ORDER("an order is charged and recorded at most once"),
  ONE_ATTEMPT_AT_A_TIME("an attempt begins to count only when those before it have ended"),
  NEVER_PAID_AFTER_THE_END(
      "an attempt is closed only when it can be paid no more: the provider keeps its deadlines"),
  ONE_CALL_FOR_AN_ATTEMPT("the provider's charge is called at most once for an attempt"),
  PAID_BY_ONE_MOVE(
      "a payment has made its order PAID, by exactly one transition, where the order is there, open and alike"),
  OTHERWISE_ONE_CASE("every other payment is exactly one open case"),
  POINTS_FOLLOW("a payment has exactly one points record, worth its whole yuan"),
  BALANCE_IS_THE_SUM("a balance is the sum of its records"),
  ONE_SMS_FOLLOWS(
      "a payment has one notification, and one accepted SMS where the user has a phone"),
  NO_EFFECT_WITHOUT_CAUSE("no record, PAID order, case, points or SMS without a payment"),
  TWO_HUNDRED_SURVIVES("what was answered as done is there as it was answered"),
  FOUR_HUNDRED_TWO_TAKES_NOTHING("what was answered as failed has no net charge and no payment"),
  TWO_HUNDRED_TWO_IS_RESOLVED("what was answered as under way has come to an end"),
  FIVE_HUNDRED_NEVER_CHARGES(
      "an order is charged no more often than it was asked for by requests that were not refused"),
  NO_REQUEST_MEETS_A_BUG("no request is answered with 500, whatever is down"),
  SAME_KEY_SAME_ANSWER("one Idempotency-Key has one final answer"),
  MONEY_IS_CONSERVED("the provider's sum is the sum of payments and of cases of other amounts"),
  COMMITTED_IS_NEVER_ROLLED_BACK(
      "the broker was never told to drop a half message whose local transaction committed"),
  ONLY_LEGAL_MOVES("states move as the protocol says and in no other way"),
  NOTHING_IS_LEFT("nothing is in flight, in a dead-letter queue, or parked");

  private final String sentence;

  Invariant(String sentence) {
    this.sentence = sentence;
  }

  String sentence() {
    return sentence;
  }
}
