package io.github.paymentsuite.payment;

import io.github.paymentsuite.events.Money;
import java.time.Instant;

/**
 * A payment that was taken, as one row of {@code payment_record}; written only by the local
 * transaction of the half message with its transaction id.
 *
 * @param nextSweepAt when it is first looked after whether everybody has it
 */
record PaymentRecord(
    String paymentNo,
    String orderId,
    long userId,
    Money amount,
    Instant payTime,
    String transactionId,
    String providerTradeNo,
    Instant nextSweepAt,
    Instant createdAt) {}
