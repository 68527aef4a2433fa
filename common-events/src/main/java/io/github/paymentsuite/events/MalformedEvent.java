package io.github.paymentsuite.events;

/** A message body that is not the event it should be: poison, which no retry can cure. */
public class MalformedEvent extends RuntimeException {
  private static final long serialVersionUID = 1;

  MalformedEvent(String message, Throwable cause) {
    super(message, cause);
  }
}
