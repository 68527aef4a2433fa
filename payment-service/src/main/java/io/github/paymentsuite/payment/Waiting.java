package io.github.paymentsuite.payment;

import java.time.Instant;

/** How much waits for something; the oldest is null where nothing waits. */
record Waiting(long count, Instant oldest) {}
