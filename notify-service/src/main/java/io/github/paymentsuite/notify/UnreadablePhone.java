package io.github.paymentsuite.notify;

/** A sealed phone that no key opens, today or later. */
class UnreadablePhone extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnreadablePhone(long userId, String why) {
    super("the phone of user %d cannot be opened: %s".formatted(userId, why));
  }
}
