package io.github.paymentsuite.payment;

/** The order is paid, or being paid, by another user or with another amount. */
class PaymentConflict extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Why, as clients see it; kept with an idempotency key by name. */
  enum Reason {
    ORDER_ALREADY_PAID("order_already_paid", "the order is paid, by another user or amount"),
    PAYMENT_IN_PROGRESS(
        "payment_in_progress", "the order is being paid, by another user or amount");

    final String code;
    final String sentence;

    Reason(String code, String sentence) {
      this.code = code;
      this.sentence = sentence;
    }
  }

  private final Reason reason;

  PaymentConflict(Reason reason) {
    super(reason.sentence);
    this.reason = reason;
  }

  static PaymentConflict with(Payment other) {
    return new PaymentConflict(
        other.state() == AttemptState.PAID
            ? Reason.ORDER_ALREADY_PAID
            : Reason.PAYMENT_IN_PROGRESS);
  }

  Reason reason() {
    return reason;
  }
}
