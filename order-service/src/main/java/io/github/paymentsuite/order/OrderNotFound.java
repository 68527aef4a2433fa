package io.github.paymentsuite.order;

/** There is no such order, or not yet. */
class OrderNotFound extends RuntimeException {
  private static final long serialVersionUID = 1;

  OrderNotFound(String orderId) {
    super("there is no order " + orderId);
  }
}
