package io.github.paymentsuite.lab.simulator;

import java.util.Arrays;

/** How the SMS provider treats a message, chosen by the last four digits of its phone number. */
enum SmsScript {
  /** Every number that does not end as one below. */
  ACCEPTED(""),
  /** Says at once that there is no such number. */
  REFUSED("0001"),
  /** Takes the message on and says nothing. */
  ACCEPTED_IN_SILENCE("0002"),
  /** Loses the message and says nothing. */
  LOST("0003"),
  /** Takes the message on and answers with a server error. */
  ACCEPTED_WITH_ERROR("0004");

  private final String lastDigits;

  SmsScript(String lastDigits) {
    this.lastDigits = lastDigits;
  }

  static SmsScript of(String phone) {
    return Arrays.stream(values())
        .filter(script -> script != ACCEPTED && phone.endsWith(script.lastDigits))
        .findFirst()
        .orElse(ACCEPTED);
  }

  boolean accepts() {
    return this != REFUSED && this != LOST;
  }
}
