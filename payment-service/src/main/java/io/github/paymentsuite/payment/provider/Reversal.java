package io.github.paymentsuite.payment.provider;

/**
 * What a provider said to a request to undo a charge that may or may not have happened. Never proof
 * by itself: only a query afterwards settles the attempt.
 */
public sealed interface Reversal {
  /** The charge ended without money, or ends so when it arrives. */
  record Closed() implements Reversal {}

  /** The charge had been paid; the money goes back. */
  record Refunded() implements Reversal {}

  /** Not now: the payer is paying (WeChat), or the provider asks for the call again (Alipay). */
  record NotNow(String cause) implements Reversal {}

  /** The window for reversing is over; a refund is the way. */
  record TooLate() implements Reversal {}

  /** The provider knows of no such charge so far. */
  record NotFound() implements Reversal {}

  /** Nobody can tell from this answer. */
  record Unknown(String cause) implements Reversal {}
}
