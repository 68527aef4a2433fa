package io.github.paymentsuite.payment;

/** This instance makes as many payments as it can; this one was not begun. */
class TooManyPayments extends RuntimeException {
  private static final long serialVersionUID = 1;

  TooManyPayments() {
    super("too many payments are under way; nothing was charged");
  }
}
