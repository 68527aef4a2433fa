package io.github.paymentsuite.lab.simulator;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * What a caller asks to be charged; repeating an attempt number counts as a repeat only if all of
 * this is equal.
 */
record ChargeOrder(
    String attemptNo,
    String orderId,
    @JsonFormat(shape = JsonFormat.Shape.STRING) BigDecimal amount,
    String currency,
    String authCode,
    Instant deadline,
    String subject) {

  ChargeOrder {
    requireNonNull(attemptNo);
    requireNonNull(orderId);
    requireNonNull(amount);
    requireNonNull(currency);
    requireNonNull(deadline);
  }
}
