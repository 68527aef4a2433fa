package io.github.paymentsuite.payment;

/** Nobody has tried to pay the order. */
class PaymentNotFound extends RuntimeException {
  private static final long serialVersionUID = 1;

  PaymentNotFound(String orderId) {
    super("there is no payment of order " + orderId);
  }
}
