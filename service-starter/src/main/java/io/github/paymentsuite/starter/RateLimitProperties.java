package io.github.paymentsuite.starter;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How often one client may ask, at each instance of a service. Twice that many requests may come at
 * once.
 *
 * @param customerPerSecond of a client app on behalf of one user
 * @param clientPerSecond of a client app on its own behalf
 */
@Validated
@ConfigurationProperties("http.rate-limit")
record RateLimitProperties(
    @DefaultValue("20") @Min(1) int customerPerSecond,
    @DefaultValue("500") @Min(1) int clientPerSecond) {}
