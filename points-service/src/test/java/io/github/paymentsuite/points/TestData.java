package io.github.paymentsuite.points;

import io.github.paymentsuite.events.Money;
import io.github.paymentsuite.events.PaymentSucceeded;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Users and payments that no other test knows. */
final class TestData {
  private TestData() {}

  static long anyUserId() {
    return ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
  }

  /** Another one, of another order, for each call. */
  static PaymentSucceeded paymentBy(long userId, String amount) {
    return PaymentSucceeded.of(
        UUID.randomUUID().toString().replace("-", ""),
        "ORDER_" + UUID.randomUUID(),
        userId,
        Money.parse(amount),
        Instant.parse("2026-01-31T12:00:00.123Z"));
  }
}
