package io.github.paymentsuite.payment;

import io.github.paymentsuite.events.Money;
import io.github.paymentsuite.payment.provider.Charge;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A payment attempt, as one row of {@code payment_attempt}. Exactly one provider charge can belong
 * to it.
 *
 * @param providerReference the provider's own name for that charge; null if there is none
 */
record PaymentAttempt(
    String attemptNo,
    String orderId,
    long userId,
    Money amount,
    AttemptState state,
    String providerReference,
    Instant chargeDeadline,
    Instant createdAt) {

  private static final SecureRandom RANDOM = new SecureRandom();

  /** A new attempt with a number of its own. */
  static PaymentAttempt start(PaymentRequest request, Instant now, Duration chargeWindow) {
    return new PaymentAttempt(
        mintNumber(now),
        request.orderId(),
        request.userId(),
        request.amount(),
        AttemptState.CHARGING,
        null,
        now.plus(chargeWindow),
        now);
  }

  PaymentAttempt in(AttemptState next) {
    return new PaymentAttempt(
        attemptNo, orderId, userId, amount, next, providerReference, chargeDeadline, createdAt);
  }

  Charge charge() {
    return new Charge(
        attemptNo, orderId, amount, chargeDeadline, Optional.ofNullable(providerReference));
  }

  /**
   * Fixed, so that however often it is asked for the money goes back once. Refunds have a number
   * space of their own at every provider.
   */
  String refundNo() {
    return attemptNo;
  }

  /**
   * 32 hexadecimal digits: the millisecond first, so that new rows stay together, then 80 random
   * bits.
   */
  private static String mintNumber(Instant now) {
    byte[] random = new byte[10];
    RANDOM.nextBytes(random);
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(now.toEpochMilli(), 12) + hex.formatHex(random);
  }
}
