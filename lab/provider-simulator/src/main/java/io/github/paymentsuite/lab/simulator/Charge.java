package io.github.paymentsuite.lab.simulator;

import java.time.Instant;

/**
 * All that was recorded of one charge. Its status is a pure function of this and the time: no timer
 * moves it, and no restart.
 *
 * @param settlesAt when it is paid, declined or closed by itself; null while only an event can
 *     decide that
 * @param endedAs what a reversal or refund made of it; null if there was none
 */
record Charge(ChargeEvent.Accepted accepted, Instant settlesAt, ChargeStatus endedAs) {

  ChargeStatus statusAt(Instant now) {
    if (endedAs != null) {
      return endedAs;
    }
    // A clock that is set back must not show the charge as it was before it came in.
    Instant seen = now.isBefore(accepted.at()) ? accepted.at() : now;
    if (missesDeadline()) {
      return seen.isAfter(order().deadline()) ? ChargeStatus.DECLINED : script().beforeSettling();
    }
    return seen.isBefore(settlesAt) ? script().beforeSettling() : script().settled();
  }

  /** Why it is declined, if it is. */
  DeclineReason declineReason() {
    return missesDeadline() ? DeclineReason.DEADLINE_PASSED : DeclineReason.INSUFFICIENT_FUNDS;
  }

  boolean refusesReversal() {
    return script().refusesFirstReversal() && settlesAt == null;
  }

  ChargeOrder order() {
    return accepted.order();
  }

  private ChargeScript script() {
    return accepted.script();
  }

  /**
   * Whether it would settle only after the caller's deadline; the provider then takes no money,
   * ever.
   */
  private boolean missesDeadline() {
    return settlesAt == null || settlesAt.isAfter(order().deadline());
  }
}
