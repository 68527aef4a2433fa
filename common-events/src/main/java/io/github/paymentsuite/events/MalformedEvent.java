package io.github.paymentsuite.events;

/**
 * A message body that is not the event it should be: poison, which no retry can cure. It says what
 * is wrong and repeats nothing of the body, which can be anybody's.
 */
public class MalformedEvent extends RuntimeException {
  private static final long serialVersionUID = 1;

  MalformedEvent(String problem) {
    super("not a payment event: " + problem);
  }
}
