package io.github.paymentsuite.notify.sms;

/**
 * A third-party SMS provider. No method throws for what the provider does or does not answer, and
 * each returns within the adapter's time-out.
 */
public interface SmsGateway {
  /**
   * Sends: one request, never repeated by the adapter, because not every provider recognises the
   * second one by its out-id.
   *
   * @return {@code Accepted}, {@code Refused} or {@code Unknown}
   */
  SmsState send(Sms sms);

  /**
   * Asks whether a message was taken on. Changes nothing.
   *
   * @return {@code Accepted}, {@code NotFound} or {@code Unknown}
   */
  SmsState query(Sms sms);
}
