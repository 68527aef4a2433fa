package io.github.paymentsuite.starter;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;

/**
 * Verifies a signature once and not for every request that shows the token: it is the dearest part
 * of a request that reads. What changes with time, whether the token still counts, is looked at
 * each time. A token that fails is not remembered.
 */
final class RememberedTokens implements JwtDecoder {
  /**
   * A token has 8 KB at most, as much as all headers together, and its claims take a few times
   * that.
   */
  private static final int MAX_TOKENS = 1_000;

  private final JwtDecoder verifier;
  private final OAuth2TokenValidator<Jwt> rules;
  private final Cache<String, Jwt> verified;

  /**
   * @param verifier verifies the signature and looks at the rules
   * @param lifetime how much longer than its key a token counts at most
   */
  RememberedTokens(JwtDecoder verifier, OAuth2TokenValidator<Jwt> rules, Duration lifetime) {
    this.verifier = verifier;
    this.rules = rules;
    this.verified =
        Caffeine.newBuilder().maximumSize(MAX_TOKENS).expireAfterWrite(lifetime).build();
  }

  @Override
  public Jwt decode(String token) {
    Jwt known = verified.getIfPresent(token);
    if (known != null && !rules.validate(known).hasErrors()) {
      return known;
    }
    Jwt read = verifier.decode(token);
    verified.put(token, read);
    return read;
  }
}
