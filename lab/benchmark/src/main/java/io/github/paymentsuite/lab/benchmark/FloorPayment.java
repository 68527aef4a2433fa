package io.github.paymentsuite.lab.benchmark;

import io.github.paymentsuite.events.Money;
import io.github.paymentsuite.events.PaymentSucceeded;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * A payment by hand.
 *
 * @param number of its attempt, and then of the payment
 * @param tradeNo the provider's; null until it has charged
 * @param paidAt null until the provider has charged
 */
record FloorPayment(
    String number, String orderId, long userId, BigDecimal amount, String tradeNo, Instant paidAt) {
  FloorPayment charged(String tradeNo, Instant paidAt) {
    return new FloorPayment(number, orderId, userId, amount, tradeNo, paidAt);
  }

  PaymentSucceeded event() {
    return PaymentSucceeded.of(number, orderId, userId, new Money(amount), paidAt);
  }
}
