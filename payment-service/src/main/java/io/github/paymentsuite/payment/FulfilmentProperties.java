package io.github.paymentsuite.payment;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How payments are looked after until everybody has them.
 *
 * @param orderUrl management address of order-service; the others alike
 * @param timeout of a whole look-up at one participant
 * @param firstAfter from the record to the first look-up: later than the fast path takes
 * @param longestPause between two look-ups of one payment
 * @param lease how long a claimed payment is left alone by other instances; longer than a round
 * @param batch payments in one look-up
 * @param lookBack age up to which fulfilled payments are verified again and again, lest a
 *     participant was restored from a backup
 */
@Validated
@ConfigurationProperties("payment.fulfilment")
record FulfilmentProperties(
    @NotNull URI orderUrl,
    @NotNull URI pointsUrl,
    @NotNull URI notifyUrl,
    @DefaultValue("3s") Duration timeout,
    @DefaultValue("10s") Duration firstAfter,
    @DefaultValue("1h") Duration longestPause,
    @DefaultValue("30s") Duration lease,
    @DefaultValue("200") @Min(1) @Max(500) int batch,
    @DefaultValue("7d") Duration lookBack) {}
