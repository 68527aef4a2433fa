package io.github.paymentsuite.payment.provider;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * A third-party payment provider. No method throws for what the provider does or does not answer,
 * and each returns within the adapter's time-out.
 */
public interface PaymentGateway {
  /** When to ask and when to believe. */
  ProviderTerms terms();

  /**
   * Asks for the money: one request that can take it, never repeated by the adapter.
   *
   * @param payerCode the barcode or token that the payer showed; sent on, kept nowhere
   * @param keep commits the provider's own reference of the charge, at most 64 characters of ASCII.
   *     An adapter whose provider is asked by it, and not by the attempt's number, calls this
   *     before any money can move, and lets through what it throws
   * @return {@code Paid}, {@code Declined}, {@code Pending} or {@code Unknown}
   */
  ChargeState charge(Charge charge, Optional<String> payerCode, Consumer<String> keep);

  /** Asks what became of a charge. Changes nothing. */
  ChargeState query(Charge charge);

  /** Undoes a charge: closes it if it is unpaid, gives the money back if it is paid. */
  Reversal reverse(Charge charge);

  /**
   * Gives back the whole amount of a paid charge.
   *
   * @param refundNo fixed for this refund, at most 32 letters and digits
   */
  Refund refund(Charge charge, String refundNo);
}
