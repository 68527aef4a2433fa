package io.github.paymentsuite.lab.simulator;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * One line of the payment provider's ledger. Each says all that follows from it, delays included,
 * so that neither a restart nor other settings change what already happened.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ChargeEvent.Accepted.class, name = "ACCEPTED"),
  @JsonSubTypes.Type(value = ChargeEvent.ReversalRefused.class, name = "REVERSAL_REFUSED"),
  @JsonSubTypes.Type(value = ChargeEvent.Reversed.class, name = "REVERSED"),
  @JsonSubTypes.Type(value = ChargeEvent.Refunded.class, name = "REFUNDED")
})
sealed interface ChargeEvent {

  String attemptNo();

  /** The charge after this event; {@code before} is null for the first one only. */
  Charge appliedTo(Charge before);

  /**
   * A charge came in; when and how it settles is already decided, unless {@code settlesAt} is null.
   */
  record Accepted(
      Instant at,
      ChargeOrder order,
      ChargeScript script,
      Instant settlesAt,
      @JsonFormat(shape = JsonFormat.Shape.STRING) BigDecimal amount,
      String tradeNo)
      implements ChargeEvent {

    public Accepted {
      requireNonNull(at);
      requireNonNull(order);
      requireNonNull(script);
      requireNonNull(amount);
      requireNonNull(tradeNo);
    }

    @Override
    public String attemptNo() {
      return order.attemptNo();
    }

    @Override
    public Charge appliedTo(Charge before) {
      if (before != null) {
        throw new IllegalStateException("Attempt " + attemptNo() + " was charged before");
      }
      return new Charge(this, settlesAt, null);
    }
  }

  /** The user was paying when a reversal came in, and will have paid at {@code settlesAt}. */
  record ReversalRefused(String attemptNo, Instant at, Instant settlesAt) implements ChargeEvent {

    public ReversalRefused {
      requireNonNull(attemptNo);
      requireNonNull(at);
      requireNonNull(settlesAt);
    }

    @Override
    public Charge appliedTo(Charge before) {
      return new Charge(before.accepted(), settlesAt, before.endedAs());
    }
  }

  /** A reversal closed the charge or paid it back, as {@code result} says. */
  record Reversed(String attemptNo, Instant at, ChargeStatus result) implements ChargeEvent {

    public Reversed {
      requireNonNull(attemptNo);
      requireNonNull(at);
      requireNonNull(result);
    }

    @Override
    public Charge appliedTo(Charge before) {
      return new Charge(before.accepted(), before.settlesAt(), result);
    }
  }

  /** The whole amount went back under a refund number of its own. */
  record Refunded(
      String attemptNo,
      Instant at,
      String refundNo,
      @JsonFormat(shape = JsonFormat.Shape.STRING) BigDecimal amount)
      implements ChargeEvent {

    public Refunded {
      requireNonNull(attemptNo);
      requireNonNull(at);
      requireNonNull(refundNo);
      requireNonNull(amount);
    }

    @Override
    public Charge appliedTo(Charge before) {
      return new Charge(before.accepted(), before.settlesAt(), ChargeStatus.REFUNDED);
    }
  }
}
