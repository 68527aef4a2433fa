package io.github.paymentsuite.notify;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Bounds of sending.
 *
 * @param lease how long a claimed notification belongs to whoever claimed it. Longer than a call
 *     and the provider's longest acceptance together, so that who claims it next may believe the
 *     provider's "not found"; what it is longer by is what the clocks of two instances may differ
 * @param maxAttempts sends after which a notification that the provider refuses or never takes is
 *     FAILED; queries do not count, so that no outage of the provider uses them up. One that a
 *     sender had claimed and did not get to counts
 * @param retryDelay between two sends that the provider refused
 * @param senders calls to the provider at once from one instance
 * @param batch notifications taken on by one poll
 */
@Validated
@ConfigurationProperties("sms")
record NotifyProperties(
    @DefaultValue("10s") Duration lease,
    @DefaultValue("5") @Min(2) int maxAttempts,
    @DefaultValue("10s") Duration retryDelay,
    @DefaultValue("16") @Min(1) int senders,
    @DefaultValue("500") @Min(1) int batch) {}
