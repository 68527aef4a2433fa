package io.github.paymentsuite.starter;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How a service consumes payment events.
 *
 * @param consumerGroup the service's own group
 * @param threads messages handled at once by one instance
 * @param maxAttempts deliveries after which a message that still fails becomes a dead letter
 * @param shutdownWait how long a shutdown waits for the messages being handled
 */
@Validated
@ConfigurationProperties("payment-events")
record ConsumerProperties(
    String consumerGroup,
    @DefaultValue("8") @Min(1) int threads,
    @DefaultValue("16") @Min(1) int maxAttempts,
    @DefaultValue("10s") Duration shutdownWait) {}
