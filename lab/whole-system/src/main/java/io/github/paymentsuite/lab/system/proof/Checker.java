package io.github.paymentsuite.lab.system.proof;

import static io.github.paymentsuite.lab.system.proof.Invariant.NOTHING_IS_LEFT;

import io.github.paymentsuite.lab.system.WholeSystem;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Decides from the client's history and from what is observed whether the promise was kept. */
final class Checker {
  private Checker() {}

  /**
   * What was found.
   *
   * @param violations empty if the promise was kept
   * @param doubledSms SMS that were sent twice and had an excuse
   */
  record Findings(List<Violation> violations, int doubledSms) {}

  /**
   * @param sendsPaused how many SMS may have been on their way when their process stood still for
   *     longer than the claim on one lasts
   */
  static Findings check(History history, Observed seen, int sendsPaused) {
    Violations violations = new Violations();
    Collection<OrderFacts> orders = OrderFacts.of(history, seen);
    int smsMayBeDoubled = seen.providers().smsDeduplicated() ? 0 : sendsPaused;
    EffectInvariants effects = new EffectInvariants(orders, seen, smsMayBeDoubled, violations);
    new MoneyInvariants(orders, seen, violations).check();
    effects.check();
    new AnswerInvariants(orders, history, seen, violations).check();
    nothingIsLeft(seen, violations);
    return new Findings(violations.found(), effects.doubledSms());
  }

  private static void nothingIsLeft(Observed seen, Violations violations) {
    Quiet.open(seen)
        .forEach(open -> violations.require(false, NOTHING_IS_LEFT, open.orderId(), open.what()));
    seen.broker()
        .deadLetters()
        .forEach(
            (group, count) ->
                violations.require(
                    count == 0,
                    NOTHING_IS_LEFT,
                    null,
                    "the broker holds %d dead letters of %s".formatted(count, group)));
    violations.require(
        seen.broker().parked() == 0,
        NOTHING_IS_LEFT,
        null,
        "%d half messages are parked".formatted(seen.broker().parked()));
    Set<String> ofUnknownOrders =
        seen.order().cases().stream()
            .filter(one -> one.open() && one.reason().equals("ORDER_UNKNOWN"))
            .map(one -> "payment:" + one.paymentNo())
            .collect(Collectors.toSet());
    seen.broker()
        .keptDeadLetters()
        .forEach(
            (service, keys) ->
                keys.stream()
                    // Whose order is unknown is a case and kept, to be replayed.
                    .filter(
                        key ->
                            !(service.equals(WholeSystem.ORDER) && ofUnknownOrders.contains(key)))
                    .forEach(
                        key ->
                            violations.require(
                                false,
                                NOTHING_IS_LEFT,
                                null,
                                "%s keeps the dead letter %s".formatted(service, key))));
  }
}
