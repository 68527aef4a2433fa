package io.github.paymentsuite.starter;

import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;
import org.springframework.validation.annotation.Validated;

/**
 * Whose access tokens count: those of an issuer, by the keys that it publishes, or those that one
 * public key verifies.
 *
 * @param issuer what a token's {@code iss} must be; needed beside {@code jwkSetUri}
 * @param jwkSetUri where the issuer publishes its keys
 * @param publicKey where an RSA key is, as PEM (X.509), instead of {@code jwkSetUri}
 * @param audience must be among a token's {@code aud}: a token for something else is none for this
 * @param userClaim where a customer's token names the user
 * @param keysLifetime how long published keys are used before they are asked for again; a verified
 *     token is remembered for a fifth of it, however keys are configured
 * @param keysOutage how long the last ones go on being used while the issuer does not answer
 */
@Validated
@ConfigurationProperties("jwt")
record JwtProperties(
    @DefaultValue("") String issuer,
    @DefaultValue("") String jwkSetUri,
    @DefaultValue("") String publicKey,
    @NotBlank @DefaultValue("payment-suite") String audience,
    @NotBlank @DefaultValue("user_id") String userClaim,
    @DefaultValue("5m") Duration keysLifetime,
    @DefaultValue("24h") Duration keysOutage) {

  boolean isByIssuer() {
    return StringUtils.hasText(issuer)
        && StringUtils.hasText(jwkSetUri)
        && !StringUtils.hasText(publicKey);
  }

  boolean isByPublicKey() {
    return StringUtils.hasText(publicKey) && !StringUtils.hasText(jwkSetUri);
  }
}
