package io.github.paymentsuite.payment;

/** The attempt ended without money. */
class PaymentDeclined extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Payment payment;

  PaymentDeclined(Payment payment) {
    super("order " + payment.orderId() + " was not paid");
    this.payment = payment;
  }

  Payment payment() {
    return payment;
  }
}
