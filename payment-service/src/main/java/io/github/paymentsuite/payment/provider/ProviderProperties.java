package io.github.paymentsuite.payment.provider;

import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where the provider is, and its terms.
 *
 * @param timeout of a whole call; with the message to the broker it must fit into the ten seconds
 *     in which a customer gets an answer
 * @see ProviderTerms
 */
@Validated
@ConfigurationProperties("payment.provider")
record ProviderProperties(
    @NotNull URI url,
    @DefaultValue("3s") Duration timeout,
    @DefaultValue("2s") Duration firstQueryAfter,
    @DefaultValue("45s") Duration giveUpAfter,
    @DefaultValue("5s") Duration lateMargin) {

  ProviderTerms terms() {
    return new ProviderTerms(firstQueryAfter, giveUpAfter, lateMargin);
  }
}
