package io.github.paymentsuite.events;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The fact that a payment was taken and recorded. {@code paymentNo} is the idempotency key of every
 * consumer; RocketMQ's message id is not, because the broker can store one commit twice.
 *
 * @param paymentNo number of the attempt that was paid, 1 to 32 letters and digits
 * @param orderId 1 to 64 characters of {@code A-Za-z0-9_-}
 * @param userId from 1
 * @param payTime when the provider took the money, in UTC, whole milliseconds, from 1970 to 9999:
 *     what every table can keep
 * @param version of the contract that the producer wrote, from 1; later versions only add fields
 */
public record PaymentSucceeded(
    String paymentNo, String orderId, long userId, Money amount, Instant payTime, int version) {

  public static final int CURRENT_VERSION = 1;

  private static final Instant END_OF_TIME = Instant.parse("9999-12-31T00:00:00Z");

  /**
   * @throws IllegalArgumentException if a field is missing or malformed
   */
  public PaymentSucceeded {
    require(paymentNo != null && paymentNo.matches("[A-Za-z0-9]{1,32}"), "paymentNo");
    require(orderId != null && orderId.matches("[A-Za-z0-9_-]{1,64}"), "orderId");
    require(userId >= 1, "userId");
    require(amount != null, "amount");
    require(
        payTime != null
            && !payTime.isBefore(Instant.EPOCH)
            && payTime.isBefore(END_OF_TIME)
            && payTime.equals(payTime.truncatedTo(ChronoUnit.MILLIS)),
        "payTime");
    require(version >= 1, "version");
  }

  /** The event in the version that this build writes. */
  public static PaymentSucceeded of(
      String paymentNo, String orderId, long userId, Money amount, Instant payTime) {
    return new PaymentSucceeded(paymentNo, orderId, userId, amount, payTime, CURRENT_VERSION);
  }

  private static void require(boolean wellFormed, String field) {
    if (!wellFormed) {
      throw new IllegalArgumentException(field + " is missing or malformed");
    }
  }
}
