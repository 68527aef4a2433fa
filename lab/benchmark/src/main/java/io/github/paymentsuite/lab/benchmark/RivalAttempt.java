package io.github.paymentsuite.lab.benchmark;

import io.github.paymentsuite.events.Money;
import io.github.paymentsuite.lab.benchmark.RivalController.PayRequest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;

/** A payment attempt before its charge, as one row of {@code payment_attempt}. */
record RivalAttempt(
    String attemptNo,
    String orderId,
    long userId,
    Money amount,
    Instant chargeDeadline,
    Instant createdAt) {

  private static final SecureRandom RANDOM = new SecureRandom();

  /** A new attempt with a number of its own, made as payment-service makes it. */
  static RivalAttempt start(PayRequest request, Instant now, Duration chargeWindow) {
    byte[] random = new byte[10];
    RANDOM.nextBytes(random);
    return new RivalAttempt(
        "%012x".formatted(now.toEpochMilli()) + HexFormat.of().formatHex(random),
        request.orderId(),
        request.userId(),
        request.amount(),
        now.plus(chargeWindow),
        now);
  }
}
