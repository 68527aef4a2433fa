package io.github.paymentsuite.payment;

/** The order is paid, or being paid, by another user or with another amount. */
class PaymentConflict extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Why, as clients see it; kept with an idempotency key by name. */
  enum Reason {
    ORDER_ALREADY_PAID("order_already_paid", "the order is paid, by another user or amount"),
    PAYMENT_IN_PROGRESS(
        "payment_in_progress", "the order is being paid, by another user or amount"),
    /** Like {@link #ORDER_ALREADY_PAID}, by a user of whom not every caller may know. */
    PAID_BY_ANOTHER_USER(ORDER_ALREADY_PAID.code, ORDER_ALREADY_PAID.sentence),
    /** Like {@link #PAYMENT_IN_PROGRESS}, by a user of whom not every caller may know. */
    IN_PROGRESS_BY_ANOTHER_USER(PAYMENT_IN_PROGRESS.code, PAYMENT_IN_PROGRESS.sentence);

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

  static PaymentConflict with(Payment other, PaymentRequest request) {
    boolean paid = other.state() == AttemptState.PAID;
    if (other.userId() == request.userId()) {
      return new PaymentConflict(paid ? Reason.ORDER_ALREADY_PAID : Reason.PAYMENT_IN_PROGRESS);
    }
    return new PaymentConflict(
        paid ? Reason.PAID_BY_ANOTHER_USER : Reason.IN_PROGRESS_BY_ANOTHER_USER);
  }

  boolean isWithAnotherUser() {
    return reason == Reason.PAID_BY_ANOTHER_USER || reason == Reason.IN_PROGRESS_BY_ANOTHER_USER;
  }

  Reason reason() {
    return reason;
  }
}
