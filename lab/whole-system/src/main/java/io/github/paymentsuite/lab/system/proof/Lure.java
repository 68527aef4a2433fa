package io.github.paymentsuite.lab.system.proof;

import io.github.paymentsuite.lab.fault.CrashPoint;
import java.util.List;
import java.util.Optional;

/**
 * What brings a service to a point that a plain payment does not pass.
 *
 * @param authCodes of payments beside the plain ones
 * @param loses a call that has to be lost on the way there
 * @param lostByName whether that call names its order; the first of one order is lost then, for
 *     another's may be one of many that change nothing
 */
record Lure(List<String> authCodes, Optional<CrashPoint> loses, boolean lostByName) {
  static Lure of(CrashPoint point) {
    return switch (point) {
      case RESOLVER_AFTER_QUERY -> paidWith("sim-timeout-charged");
      case RESOLVER_AFTER_REVERSING, RESOLVER_AFTER_REVERSAL, RESOLVER_BEFORE_CLOSED ->
          paidWith("sim-pending-then-paid");
      case CHECK_BACK_BEFORE_ANSWER -> losing(CrashPoint.PAYMENT_BEFORE_COMMIT_MESSAGE, false);
      case SWEEP_AFTER_RESEND -> losing(CrashPoint.ORDER_BEFORE, true);
      default -> new Lure(List.of(), Optional.empty(), false);
    };
  }

  private static Lure paidWith(String authCode) {
    return new Lure(List.of(authCode), Optional.empty(), false);
  }

  private static Lure losing(CrashPoint call, boolean byName) {
    return new Lure(List.of(), Optional.of(call), byName);
  }
}
