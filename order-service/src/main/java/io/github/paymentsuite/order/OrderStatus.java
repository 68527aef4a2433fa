package io.github.paymentsuite.order;

/** Where an order stands. */
enum OrderStatus {
  /** Waits to be paid. */
  CREATED,
  /** Paid in full by one payment. For ever. */
  PAID,
  /** Given up before it was paid; a payment that arrives now opens a case. */
  CANCELLED;

  /** The same moves as in the guarded updates of {@link OrderMapper}. */
  boolean canMoveTo(OrderStatus next) {
    return this == CREATED && next != CREATED;
  }
}
