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
 * @param batchSize messages that one instance has in hand, each in a thread, and handles in one
 *     transaction at most
 * @param maxAlone messages handled by themselves at once, where not all can be handled together;
 *     each holds one database connection at most, and nearly half of the pool is left to HTTP and
 *     to polls
 * @param fetchedPerQueue messages of one queue that are fetched before a thread is free for them:
 *     what a crash has delivered again
 * @param maxAttempts deliveries after which a message that still fails becomes a dead letter
 * @param shutdownWait how long a shutdown waits for the messages in hand: longer than the database
 *     can hold up one that fails and is given up, each time for a connection and for a statement.
 *     What is still waiting for its turn then is interrupted or fails, and comes again
 */
@Validated
@ConfigurationProperties("payment-events")
record ConsumerProperties(
    String consumerGroup,
    @DefaultValue("32") @Min(1) int batchSize,
    @DefaultValue("8") @Min(1) int maxAlone,
    @DefaultValue("128") @Min(1) int fetchedPerQueue,
    @DefaultValue("16") @Min(1) int maxAttempts,
    @DefaultValue("15s") Duration shutdownWait) {}
