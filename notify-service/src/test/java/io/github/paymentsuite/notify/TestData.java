package io.github.paymentsuite.notify;

import io.github.paymentsuite.events.Money;
import io.github.paymentsuite.events.PaymentSucceeded;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** Users, phones and payments that no other test knows. */
final class TestData {
  private static final Set<String> PHONES = ConcurrentHashMap.newKeySet();

  private TestData() {}

  static long anyUserId() {
    return ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
  }

  static String anyPhone() {
    String phone = "139%08d".formatted(ThreadLocalRandom.current().nextInt(100_000_000));
    PHONES.add(phone);
    return phone;
  }

  /** All that tests were given so far. */
  static Set<String> phones() {
    return PHONES;
  }

  /** Another one, of another order, for each call. */
  static PaymentSucceeded paymentBy(long userId) {
    return PaymentSucceeded.of(
        UUID.randomUUID().toString().replace("-", ""),
        "ORDER_" + UUID.randomUUID(),
        userId,
        Money.parse("99.00"),
        Instant.parse("2026-01-31T12:00:00.123Z"));
  }
}
