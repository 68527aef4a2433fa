package io.github.paymentsuite.payment;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Bounds of paying.
 *
 * @param chargeWindow from the attempt to the deadline after which the provider refuses its charge
 * @param keyLifetime how long an Idempotency-Key replays its answer
 * @param checkThreads of this instance that answer the broker's check-backs
 * @param checkQueue check-backs that may wait for them; the broker asks again for what is refused
 */
@ConfigurationProperties("payment")
record PaymentProperties(
    @DefaultValue("60s") Duration chargeWindow,
    @DefaultValue("24h") Duration keyLifetime,
    @DefaultValue("4") int checkThreads,
    @DefaultValue("2000") int checkQueue) {}
