package io.github.paymentsuite.starter;

import java.time.Instant;

/**
 * A message that could not be handled, as one row of {@code dead_letter}. It is open until it was
 * handled after all.
 *
 * @param messageKey {@code payment:} and the payment's number, or {@code message:} and RocketMQ's
 *     id of a message that is no event
 * @param payload the message's body; its beginning, in lists
 * @param payloadSize of the whole body, in bytes
 * @param attempts deliveries that failed
 * @param replays how often an operator has replayed it
 */
record DeadLetter(
    long id,
    String messageKey,
    String messageId,
    String tag,
    byte[] payload,
    int payloadSize,
    String reason,
    int attempts,
    int replays,
    Instant diedAt) {}
