package io.github.paymentsuite.lab.simulator;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;

/** How the provider treats a charge, chosen by its caller through the {@code authCode}. */
enum ChargeScript {
  /** Every code that is not listed below, and none. */
  PAYS("", Settling.AT_ONCE, ChargeStatus.PAID, Reaction.ANSWERS),
  /** Refuses for lack of funds. */
  DECLINES("sim-decline", Settling.AT_ONCE, ChargeStatus.DECLINED, Reaction.ANSWERS),
  /** Takes the money and says nothing. */
  TIMEOUT_CHARGED(
      "sim-timeout-charged", Settling.AT_ONCE, ChargeStatus.PAID, Reaction.STAYS_SILENT),
  /** Loses the request: takes nothing, records nothing, says nothing. */
  TIMEOUT_NOT_CHARGED("sim-timeout-not-charged", Settling.NEVER, null, Reaction.STAYS_SILENT),
  /** Takes the money and answers with a server error. */
  ERROR_CHARGED("sim-error-charged", Settling.AT_ONCE, ChargeStatus.PAID, Reaction.FAILS),
  /** Says nothing, is not to be found, and takes the money later. */
  CHARGED_LATE("sim-charged-late", Settling.UNSEEN_FIRST, ChargeStatus.PAID, Reaction.STAYS_SILENT),
  /** Waits for the user, who pays. */
  PENDING_THEN_PAID(
      "sim-pending-then-paid", Settling.PENDING_FIRST, ChargeStatus.PAID, Reaction.ANSWERS),
  /** Waits for the user, who walks away. */
  PENDING_THEN_CLOSED(
      "sim-pending-then-closed", Settling.PENDING_FIRST, ChargeStatus.CLOSED, Reaction.ANSWERS),
  /** Waits for the user, who starts to pay just as the first reversal comes in. */
  REVERSE_REFUSED(
      "sim-reverse-refused", Settling.AFTER_REFUSED_REVERSAL, ChargeStatus.PAID, Reaction.ANSWERS),
  /** Takes a cent more than was asked. */
  PAID_OTHER_AMOUNT("sim-paid-other-amount", Settling.AT_ONCE, ChargeStatus.PAID, Reaction.ANSWERS);

  /** What the caller of a first charge gets to hear. */
  enum Reaction {
    /** The state of the charge. */
    ANSWERS,
    /** Nothing, on a connection that stays open for a while. */
    STAYS_SILENT,
    /** A server error, whatever the state of the charge. */
    FAILS
  }

  /** When a charge reaches its end by itself, and what is seen of it until then. */
  private enum Settling {
    /** On arrival. */
    AT_ONCE,
    /** A while later, and until then it is not to be found. */
    UNSEEN_FIRST,
    /** A while later, and until then it is pending. */
    PENDING_FIRST,
    /** A while after a reversal was refused; pending until then. */
    AFTER_REFUSED_REVERSAL,
    /** Not at all, for it never comes into being. */
    NEVER
  }

  private static final BigDecimal ONE_CENT = new BigDecimal("0.01");

  private final String authCode;
  private final Settling settling;
  private final ChargeStatus settled;
  private final Reaction reaction;

  ChargeScript(String authCode, Settling settling, ChargeStatus settled, Reaction reaction) {
    this.authCode = authCode;
    this.settling = settling;
    this.settled = settled;
    this.reaction = reaction;
  }

  static ChargeScript of(String authCode) {
    return Arrays.stream(values())
        .filter(script -> script != PAYS && script.isMeantBy(authCode))
        .findFirst()
        .orElse(PAYS);
  }

  /** The code itself, or the code, a colon and anything: no two payers show the same. */
  private boolean isMeantBy(String shown) {
    return shown != null && (shown.equals(authCode) || shown.startsWith(authCode + ":"));
  }

  Reaction reaction() {
    return reaction;
  }

  boolean recordsNothing() {
    return settling == Settling.NEVER;
  }

  /**
   * When a charge that arrives {@code at} this instant settles; null while that is up to a later
   * event.
   */
  Instant settlesAt(Instant at, SimulatorProperties properties) {
    return switch (settling) {
      case AT_ONCE -> at;
      case UNSEEN_FIRST -> at.plus(properties.lateChargeLandsAfter());
      case PENDING_FIRST -> at.plus(properties.pendingSettlesAfter());
      case AFTER_REFUSED_REVERSAL, NEVER -> null;
    };
  }

  ChargeStatus beforeSettling() {
    return settling == Settling.UNSEEN_FIRST ? ChargeStatus.UNSEEN : ChargeStatus.PENDING;
  }

  ChargeStatus settled() {
    return settled;
  }

  boolean refusesFirstReversal() {
    return settling == Settling.AFTER_REFUSED_REVERSAL;
  }

  BigDecimal amountTaken(BigDecimal asked) {
    return this == PAID_OTHER_AMOUNT ? asked.add(ONE_CENT) : asked;
  }
}
