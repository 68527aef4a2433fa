package io.github.paymentsuite.notify.sms;

import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where the SMS provider is.
 *
 * @param timeout of a whole call
 * @param longestAcceptance the provider's longest delay between taking a request and accepting it;
 *     a query that is made earlier and finds nothing proves nothing
 */
@Validated
@ConfigurationProperties("sms.provider")
public record SmsProviderProperties(
    @NotNull URI url,
    @DefaultValue("3s") Duration timeout,
    @DefaultValue("2s") Duration longestAcceptance) {
  /** From the beginning of a send to when the provider has accepted it or never will. */
  public Duration longestSend() {
    return timeout.plus(longestAcceptance);
  }
}
