package io.github.paymentsuite.lab.simulator;

import io.github.paymentsuite.lab.simulator.ChargeEvent.Accepted;
import io.github.paymentsuite.lab.simulator.ChargeEvent.Refunded;
import io.github.paymentsuite.lab.simulator.ChargeEvent.ReversalRefused;
import io.github.paymentsuite.lab.simulator.ChargeEvent.Reversed;
import io.github.paymentsuite.lab.simulator.ChargeScript.Reaction;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/**
 * The payment provider: charges each attempt at most once, and shows of it what its script allows.
 */
@Service
final class PaymentProvider {

  private static final Logger log = LoggerFactory.getLogger(PaymentProvider.class);

  private final LedgerFile<ChargeEvent> ledger;
  private final Clock clock;
  private final SimulatorProperties properties;
  private final Map<String, Charge> charges = new LinkedHashMap<>();
  private final Map<String, Refunded> refunds = new HashMap<>();

  PaymentProvider(LedgerFile<ChargeEvent> ledger, Clock clock, SimulatorProperties properties) {
    this.ledger = ledger;
    this.clock = clock;
    this.properties = properties;
    ledger.replay(this::apply);
  }

  /** A charge as it stood at one instant. */
  record Sighting(Charge charge, Instant at) {

    ChargeStatus status() {
      return charge.statusAt(at);
    }

    boolean isVisible() {
      return status() != ChargeStatus.UNSEEN;
    }
  }

  /** What the caller gets to hear, and of which charge; there is none if the request got lost. */
  record ChargeOutcome(Reaction reaction, Optional<Sighting> sighting) {}

  /** The end of an accepted reversal; the result is empty if there is no such charge. */
  record ReversalOutcome(Optional<ChargeStatus> result, Instant at) {}

  /** A refund that was made, as told at one instant. */
  record RefundOutcome(Refunded refunded, Instant at) {}

  ChargeOutcome charge(ChargeOrder order) {
    return ledger.decide(() -> charge(order, clock.instant()));
  }

  Sighting query(String attemptNo) {
    return ledger.decide(() -> visible(attemptNo, clock.instant()));
  }

  ReversalOutcome reverse(String attemptNo) {
    return ledger.decide(() -> reverse(attemptNo, clock.instant()));
  }

  RefundOutcome refund(String refundNo, String attemptNo, BigDecimal amount) {
    return ledger.decide(() -> refund(refundNo, attemptNo, amount, clock.instant()));
  }

  RefundOutcome queryRefund(String refundNo) {
    return ledger.decide(() -> knownRefund(refundNo, clock.instant()));
  }

  /** Every charge the world can see, in the order of their arrival. */
  List<Sighting> ledger() {
    record Snapshot(List<Charge> charges, Instant at) {}
    Snapshot snapshot =
        ledger.decide(() -> new Snapshot(List.copyOf(charges.values()), clock.instant()));
    return snapshot.charges().stream()
        .map(charge -> new Sighting(charge, snapshot.at()))
        .filter(Sighting::isVisible)
        .toList();
  }

  private ChargeOutcome charge(ChargeOrder order, Instant now) {
    Charge known = charges.get(order.attemptNo());
    return known == null ? firstCharge(order, now) : repeatedCharge(known, order, now);
  }

  private ChargeOutcome firstCharge(ChargeOrder order, Instant now) {
    ChargeScript script = ChargeScript.of(order.authCode());
    boolean tooLate = now.isAfter(order.deadline());
    if (script.recordsNothing() && !tooLate) {
      log.info("Charge {} of order {} gets lost", order.attemptNo(), order.orderId());
      return new ChargeOutcome(script.reaction(), Optional.empty());
    }
    Instant settlesAt = tooLate ? now : script.settlesAt(now, properties);
    BigDecimal amount = tooLate ? order.amount() : script.amountTaken(order.amount());
    String tradeNo = UUID.randomUUID().toString().replace("-", "");
    record(new Accepted(now, order, script, settlesAt, amount, tradeNo));

    Sighting sighting = new Sighting(charges.get(order.attemptNo()), now);
    log.info("Charge {} of order {}: {}", order.attemptNo(), order.orderId(), sighting.status());
    return new ChargeOutcome(tooLate ? Reaction.ANSWERS : script.reaction(), Optional.of(sighting));
  }

  private ChargeOutcome repeatedCharge(Charge known, ChargeOrder order, Instant now) {
    if (!known.order().equals(order)) {
      throw new Refused(
          Refused.Code.ATTEMPT_MISMATCH, "This attempt number was used with other parameters", now);
    }
    Sighting sighting = new Sighting(known, now);
    log.info(
        "Charge {} of order {} repeated: {}",
        order.attemptNo(),
        order.orderId(),
        sighting.status());
    Reaction reaction = sighting.isVisible() ? Reaction.ANSWERS : Reaction.STAYS_SILENT;
    return new ChargeOutcome(reaction, Optional.of(sighting));
  }

  private ReversalOutcome reverse(String attemptNo, Instant now) {
    Charge charge = charges.get(attemptNo);
    if (charge == null) {
      return new ReversalOutcome(Optional.empty(), now);
    }
    ChargeStatus status = charge.statusAt(now);
    if (status == ChargeStatus.PENDING && charge.refusesReversal()) {
      record(new ReversalRefused(attemptNo, now, now.plus(properties.pendingSettlesAfter())));
      log.info("Reversal of {} refused: the user is paying", attemptNo);
      throw new Refused(
          Refused.Code.USER_PAYING, "The user is paying; the charge cannot be reversed now", now);
    }
    ChargeStatus reversed = status.reversed();
    if (reversed != status) {
      record(new Reversed(attemptNo, now, reversed));
    }
    log.info("Reversal of {}: {} before, {} now", attemptNo, status, reversed);
    // A declined charge stays declined, yet to whoever reverses it nothing is left open.
    return new ReversalOutcome(
        Optional.of(reversed == ChargeStatus.REFUNDED ? reversed : ChargeStatus.CLOSED), now);
  }

  private RefundOutcome refund(String refundNo, String attemptNo, BigDecimal amount, Instant now) {
    Refunded known = refunds.get(refundNo);
    if (known != null) {
      if (!known.attemptNo().equals(attemptNo) || !known.amount().equals(amount)) {
        throw new Refused(
            Refused.Code.REFUND_MISMATCH, "This refund number was used with other parameters", now);
      }
      return new RefundOutcome(known, now);
    }
    Charge charge = charges.get(attemptNo);
    if (charge == null || charge.statusAt(now) != ChargeStatus.PAID) {
      throw new Refused(Refused.Code.NOT_PAID, "There is no paid charge to refund", now);
    }
    if (!charge.accepted().amount().equals(amount)) {
      throw new Refused(
          Refused.Code.REFUND_MISMATCH, "Only the whole amount paid can be refunded", now);
    }
    Refunded refunded = new Refunded(attemptNo, now, refundNo, amount);
    record(refunded);
    log.info("Refund {} of {}: money returned", refundNo, attemptNo);
    return new RefundOutcome(refunded, now);
  }

  private RefundOutcome knownRefund(String refundNo, Instant now) {
    Refunded known = refunds.get(refundNo);
    if (known == null) {
      throw new Refused(Refused.Code.NOT_FOUND, "No such refund", now);
    }
    return new RefundOutcome(known, now);
  }

  private Sighting visible(String attemptNo, Instant now) {
    return Optional.ofNullable(charges.get(attemptNo))
        .map(charge -> new Sighting(charge, now))
        .filter(Sighting::isVisible)
        .orElseThrow(() -> new Refused(Refused.Code.NOT_FOUND, "No such charge", now));
  }

  private void record(ChargeEvent event) {
    ledger.append(event);
    apply(event);
  }

  private void apply(ChargeEvent event) {
    charges.compute(event.attemptNo(), (attemptNo, before) -> event.appliedTo(before));
    if (event instanceof Refunded refunded) {
      refunds.put(refunded.refundNo(), refunded);
    }
  }
}
