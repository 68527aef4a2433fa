package io.github.paymentsuite.order;

/** Another order has this id. */
class OrderIdTaken extends RuntimeException {
  private static final long serialVersionUID = 1;

  OrderIdTaken(String orderId) {
    super("another order has the id " + orderId);
  }
}
