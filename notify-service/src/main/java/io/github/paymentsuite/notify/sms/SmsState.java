package io.github.paymentsuite.notify.sms;

/** What a provider said of a message. Whatever is not said beyond doubt is {@link Unknown}. */
public sealed interface SmsState {
  /** The provider has taken it on and will deliver it. */
  record Accepted() implements SmsState {}

  /** A definite refusal: the message was not sent and will not be. */
  record Refused(String code) implements SmsState {}

  /**
   * The provider has no such message so far. Final only later than its longest delay between taking
   * a request and accepting it.
   */
  record NotFound() implements SmsState {}

  /** Nobody can tell from this answer. */
  record Unknown(String cause) implements SmsState {}
}
