package io.github.paymentsuite.starter;

/**
 * What a service has made of a payment.
 *
 * @param reason of the case; null where there is none
 */
public record Fulfilment(State state, String reason) {
  public static final Fulfilment DONE = new Fulfilment(State.DONE, null);
  public static final Fulfilment ABSENT = new Fulfilment(State.ABSENT, null);

  public static Fulfilment ofCase(String reason) {
    return new Fulfilment(State.CASE, reason);
  }

  /** Whether anybody has to do anything about the payment. */
  public enum State {
    /** What the payment should lead to is there. */
    DONE,
    /** A person has to decide; sending the payment again would change nothing. */
    CASE,
    /** The service does not know of the payment, or has lost it: it has to be sent again. */
    ABSENT
  }
}
