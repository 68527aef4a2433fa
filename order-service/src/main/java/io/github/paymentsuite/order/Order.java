package io.github.paymentsuite.order;

import io.github.paymentsuite.events.Money;
import io.github.paymentsuite.events.PaymentSucceeded;
import java.time.Instant;
import java.util.Optional;

/** An order, as one row of {@code orders}. User and amount never change. */
record Order(
    String orderId,
    long userId,
    Money amount,
    OrderStatus status,
    String paymentNo,
    Instant createdAt,
    Instant updatedAt) {

  boolean isPaidBy(PaymentSucceeded payment) {
    return payment.paymentNo().equals(paymentNo);
  }

  boolean hasContent(long otherUserId, Money otherAmount) {
    return userId == otherUserId && amount.equals(otherAmount);
  }

  /** Why that payment can never make this order PAID; empty if it can. */
  Optional<OrderCase.Reason> objectionTo(PaymentSucceeded payment) {
    if (userId != payment.userId()) {
      return Optional.of(OrderCase.Reason.USER_MISMATCH);
    }
    if (!amount.equals(payment.amount())) {
      return Optional.of(OrderCase.Reason.AMOUNT_MISMATCH);
    }
    return switch (status) {
      case CREATED -> Optional.empty();
      case CANCELLED -> Optional.of(OrderCase.Reason.ORDER_CANCELLED);
      case PAID -> Optional.of(OrderCase.Reason.PAID_BY_ANOTHER_PAYMENT);
    };
  }
}
