package io.github.paymentsuite.order;

/** The order cannot be cancelled any more. */
class OrderAlreadyPaid extends RuntimeException {
  private static final long serialVersionUID = 1;

  OrderAlreadyPaid(String orderId) {
    super("already paid: order " + orderId);
  }
}
