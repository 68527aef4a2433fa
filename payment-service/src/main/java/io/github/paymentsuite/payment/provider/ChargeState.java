package io.github.paymentsuite.payment.provider;

import io.github.paymentsuite.events.Money;
import java.time.Instant;

/**
 * What a provider said of a charge. Whatever is not said beyond doubt is {@link Unknown}: a
 * time-out, a 5xx, an answer that cannot be read, a code that is on no list.
 */
public sealed interface ChargeState {
  /** The provider holds the money. Counts only if number, amount and currency are the attempt's. */
  record Paid(
      String attemptNo, Money amount, String currency, String providerTradeNo, Instant paidAt)
      implements ChargeState {

    /** Whether this is the payment of that charge and of nothing else. */
    public boolean isOf(Charge charge) {
      return attemptNo.equals(charge.attemptNo())
          && amount.equals(charge.amount())
          && currency.equals(Money.CURRENCY);
    }
  }

  /** A definite refusal, with a code from the adapter's list of those. */
  record Declined(String code, String reason) implements ChargeState {}

  /** The payer or the provider still has something to do (a password, a bank's answer). */
  record Pending(String detail) implements ChargeState {}

  /** Ended without money: cancelled, reversed before it was paid, or expired at the provider. */
  record Closed() implements ChargeState {}

  /** Was paid and given back in full. */
  record Refunded() implements ChargeState {}

  /**
   * The provider has no such charge, by its own clock. Not final before the charge's deadline: a
   * charge that is still on its way can land until then.
   */
  record NotFound(Instant providerTime) implements ChargeState {}

  /** Nobody can tell from this answer. */
  record Unknown(String cause) implements ChargeState {}
}
