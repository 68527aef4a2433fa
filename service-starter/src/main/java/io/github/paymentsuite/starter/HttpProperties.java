package io.github.paymentsuite.starter;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Limits of the HTTP side.
 *
 * @param maxConcurrentRequests requests that the API port handles at once; the next one is answered
 *     503. Before Java 21 it has to be less than {@code server.tomcat.threads.max}, where the rest
 *     would wait instead of being refused
 * @param maxBodySize largest request body on the API port, in bytes; a larger one is answered 413
 * @param maxManagementBodySize the same on the management port, where 500 payment numbers must fit
 * @param bodyTimeout from the headers to the last byte of the body; a slower one is answered 408
 * @param drain from SIGTERM, when the port closes that tells whether it is ready, until it takes no
 *     more requests
 */
@Validated
@ConfigurationProperties("http")
record HttpProperties(
    @DefaultValue("200") @Min(1) int maxConcurrentRequests,
    @DefaultValue("16KB") DataSize maxBodySize,
    @DefaultValue("64KB") DataSize maxManagementBodySize,
    @DefaultValue("10s") Duration bodyTimeout,
    @DefaultValue("5s") Duration drain) {}
