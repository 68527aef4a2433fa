package io.github.paymentsuite.notify;

/** With these keys the service must not start. */
class UnusablePhoneKeys extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnusablePhoneKeys(String message) {
    super(message);
  }
}
