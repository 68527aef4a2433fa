package io.github.paymentsuite.lab.simulator;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;

/**
 * Issues access tokens at {@code POST /oauth2/token} and publishes its key at {@code GET
 * /oauth2/jwks}. Its clients are those of {@code application.yaml}. Everything else here is open:
 * the simulator obeys whoever reaches it.
 */
@Configuration(proxyBeanMethods = false)
class TokenIssuer {
  private static final String CUSTOMERS = "demo-customer";
  private static final String USER = "user_id";
  private static final Pattern USER_ID = Pattern.compile("[1-9][0-9]{0,18}");

  @Bean
  JWKSource<SecurityContext> issuerKey(SimulatorProperties properties) {
    return new ImmutableJWKSet<>(new JWKSet(IssuerKey.in(properties.directory())));
  }

  @Bean
  @Order(1)
  SecurityFilterChain issuer(HttpSecurity http) {
    return http.oauth2AuthorizationServer(
            server -> http.securityMatcher(server.getEndpointsMatcher()))
        .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
        .build();
  }

  /**
   * No filter: what is open needs none, and the simulator's part of a measurement is to be small.
   */
  @Bean
  @Order(2)
  SecurityFilterChain providers() {
    return new DefaultSecurityFilterChain(AnyRequestMatcher.INSTANCE);
  }

  /** Nobody looks at them. */
  @Bean
  SecurityObservationSettings securityObservations() {
    return SecurityObservationSettings.noObservations();
  }

  /** As RFC 9068 has it; and the user, for whom a customer's token is. */
  @Bean
  OAuth2TokenCustomizer<JwtEncodingContext> claims() {
    return token -> {
      String client = token.getRegisteredClient().getClientId();
      token.getClaims().audience(List.of("payment-suite")).claim("client_id", client);
      if (token.getAuthorizedScopes().isEmpty()) {
        token.getClaims().claim("scope", token.getRegisteredClient().getScopes());
      }
      if (client.equals(CUSTOMERS)) {
        token.getClaims().claim(USER, user(token.getAuthorizationGrant()));
      }
    };
  }

  private static long user(OAuth2ClientCredentialsAuthenticationToken request) {
    Object user = request.getAdditionalParameters().get(USER);
    if (user instanceof String id && USER_ID.matcher(id).matches()) {
      return Long.parseLong(id);
    }
    throw new OAuth2AuthenticationException(
        new OAuth2Error(
            OAuth2ErrorCodes.INVALID_REQUEST, "the customer's user_id is needed", null));
  }
}
