package io.github.paymentsuite.notify.sms;

/** A mobile number in mainland China. As text it is masked, so that it does not get into a log. */
public record Phone(String number) {
  /** What a number looks like. */
  public static final String PATTERN = "1[3-9][0-9]{9}";

  /**
   * @throws IllegalArgumentException if it is none; the message does not repeat it
   */
  public Phone {
    if (!number.matches(PATTERN)) {
      throw new IllegalArgumentException("not a mobile number");
    }
  }

  /** As {@code 138****5678}. */
  @Override
  public String toString() {
    return number.substring(0, 3) + "****" + number.substring(7);
  }
}
