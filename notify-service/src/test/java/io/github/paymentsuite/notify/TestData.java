package io.github.paymentsuite.notify;

import io.github.paymentsuite.events.Money;
import io.github.paymentsuite.events.PaymentSucceeded;
import io.github.paymentsuite.notify.sms.Phone;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** Users, phones and payments that no other test knows. */
final class TestData {
  static final String CURRENT_KEY = "current:" + anyKey();
  static final String OLD_KEY = "old:" + anyKey();
  static final String PHONE_KEYS = CURRENT_KEY + "," + OLD_KEY;

  private static final Set<String> PHONES = ConcurrentHashMap.newKeySet();

  private TestData() {}

  /** As PHONE_KEYS has it, without an id. */
  static String anyKey() {
    byte[] key = new byte[32];
    ThreadLocalRandom.current().nextBytes(key);
    return Base64.getEncoder().encodeToString(key);
  }

  static long anyUserId() {
    return ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
  }

  static Phone anyPhone() {
    Phone phone = new Phone("139%08d".formatted(ThreadLocalRandom.current().nextInt(100_000_000)));
    PHONES.add(phone.number());
    return phone;
  }

  /** The numbers of all that tests were given so far. */
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
