package io.github.paymentsuite.starter;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.jwk.source.RateLimitedJWKSetSource;
import com.nimbusds.jose.jwk.source.URLBasedJWKSetSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import java.io.IOException;
import java.net.URL;
import java.time.Duration;
import java.util.List;

/**
 * The keys of an issuer. They are asked for by one thread, for which the others wait; and while the
 * issuer does not answer, those that are known are kept: paying must not stop because nobody can
 * log in.
 */
final class PublishedKeys implements JWKSource<SecurityContext> {
  private static final int TIMEOUT_MILLIS = 2000;
  private static final int MAX_BYTES = 64 * 1024;

  /**
   * A token with an unknown key makes the keys be asked for again, but not more often than twice in
   * this part of their lifetime.
   */
  private static final int MIN_INTERVAL_PART = 10;

  /** As long as no key is known nobody gets in, and is told to come again after as long. */
  private static final Duration MIN_INTERVAL_AT_FIRST = Duration.ofSeconds(1);

  private static final JWKSelector ANY =
      new JWKSelector(JWKMatcher.forJWSHeader(new JWSHeader(JWSAlgorithm.RS256)));

  private final JWKSource<SecurityContext> keys;

  /**
   * @param lifetime how long keys are used before they are asked for again
   * @param outage how long the last ones go on being used while the issuer does not answer; not
   *     shorter
   */
  PublishedKeys(URL address, Duration lifetime, Duration outage) {
    keys =
        JWKSourceBuilder.create(new AskedRarely(address, lifetime, outage))
            .cache(lifetime.toMillis(), 2 * TIMEOUT_MILLIS)
            .refreshAheadCache(false)
            .rateLimited(false)
            .outageTolerant(outage.toMillis())
            .build();
  }

  @Override
  public List<JWK> get(JWKSelector wanted, SecurityContext context) throws KeySourceException {
    return keys.get(wanted, context);
  }

  /** Whether a token can be verified; asks for the keys where they are not known. */
  boolean areKnown() {
    try {
      return !get(ANY, null).isEmpty();
    } catch (KeySourceException unavailable) {
      return false;
    }
  }

  /**
   * Too soon is as good as no answer: whoever has keys goes on with them. Failures count, or an
   * issuer that is on its knees would be asked once for each request.
   */
  static final class AskedRarely implements JWKSetSource<SecurityContext> {
    private final JWKSetSource<SecurityContext> atFirst;
    private final JWKSetSource<SecurityContext> later;
    private final long outageMillis;

    /** When what the issuer has said is forgotten, whatever happens. */
    private volatile long knownUntil;

    AskedRarely(URL address, Duration lifetime, Duration outage) {
      JWKSetSource<SecurityContext> issuer =
          new URLBasedJWKSetSource<>(
              address, new DefaultResourceRetriever(TIMEOUT_MILLIS, TIMEOUT_MILLIS, MAX_BYTES));
      atFirst = new RateLimitedJWKSetSource<>(issuer, MIN_INTERVAL_AT_FIRST.toMillis(), null);
      long interval = lifetime.dividedBy(MIN_INTERVAL_PART).toMillis();
      later = new RateLimitedJWKSetSource<>(issuer, interval, null);
      outageMillis = outage.toMillis();
    }

    @Override
    public JWKSet getJWKSet(
        JWKSetCacheRefreshEvaluator refresh, long currentTime, SecurityContext context)
        throws KeySourceException {
      try {
        JWKSetSource<SecurityContext> issuer = currentTime < knownUntil ? later : atFirst;
        JWKSet published = issuer.getJWKSet(refresh, currentTime, context);
        if (!published.isEmpty()) {
          knownUntil = currentTime + outageMillis;
        }
        return published;
      } catch (RateLimitReachedException tooSoon) {
        throw new JWKSetUnavailableException("the issuer was asked just now", tooSoon);
      }
    }

    @Override
    public void close() throws IOException {
      atFirst.close();
      later.close();
    }
  }
}
