package io.github.paymentsuite.payment.provider;

import io.github.paymentsuite.events.Money;
import java.time.Instant;
import java.util.Optional;

/**
 * One charge at a provider: what identifies it and what it may take. The attempt's number is the
 * provider's idempotency key ({@code out_trade_no} at Alipay and WeChat); the same number always
 * means the same charge.
 *
 * @param attemptNo at most 32 letters and digits, never used for a second attempt
 * @param deadline after which the provider itself refuses the charge ({@code time_expire})
 * @param reference the provider's own name for it, if the adapter had one kept
 */
public record Charge(
    String attemptNo, String orderId, Money amount, Instant deadline, Optional<String> reference) {}
