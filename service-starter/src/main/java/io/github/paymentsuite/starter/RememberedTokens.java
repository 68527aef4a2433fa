package io.github.paymentsuite.starter;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.function.Function;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;

/**
 * Verifies a token and reads whose it is once, and not for every request that shows it: that is the
 * dearest part of a request that reads. What changes with time, whether the token still counts, is
 * looked at each time. A token that fails is not remembered.
 */
final class RememberedTokens {
  /**
   * A token has 8 KB at most, as much as all headers together, and its claims take a few times
   * that.
   */
  private static final int MAX_TOKENS = 1_000;

  private final JwtDecoder verifier;
  private final Function<Jwt, Caller> reader;
  private final OAuth2TokenValidator<Jwt> times;
  private final Cache<String, Verified> verified;

  /**
   * @param verifier verifies the signature and looks at all rules
   * @param reader says whose token it is, or throws
   * @param times of the rules, those that look at the clock
   * @param lifetime how much longer than its key a token counts at most
   */
  RememberedTokens(
      JwtDecoder verifier,
      Function<Jwt, Caller> reader,
      OAuth2TokenValidator<Jwt> times,
      Duration lifetime) {
    this.verifier = verifier;
    this.reader = reader;
    this.times = times;
    this.verified =
        Caffeine.newBuilder().maximumSize(MAX_TOKENS).expireAfterWrite(lifetime).build();
  }

  /**
   * @throws org.springframework.security.oauth2.jwt.JwtException if the token does not count
   */
  Caller callerOf(String token) {
    Verified known = verified.getIfPresent(token);
    if (known != null && !times.validate(known.token()).hasErrors()) {
      return known.caller();
    }
    Jwt read = verifier.decode(token);
    Caller caller = reader.apply(read);
    verified.put(token, new Verified(read, caller));
    return caller;
  }

  private record Verified(Jwt token, Caller caller) {}
}
