package io.github.paymentsuite.payment.provider;

/**
 * What a provider said to a refund. The same refund number moves money once, however often sent.
 */
public sealed interface Refund {
  /** Taken on; ask again by the same number. */
  record Accepted() implements Refund {}

  record Succeeded() implements Refund {}

  /** Refused, or ended in a way that needs a person (WeChat's ABNORMAL). */
  record Failed(String code, String reason) implements Refund {}

  /** Nobody can tell from this answer. */
  record Unknown(String cause) implements Refund {}
}
