package io.github.paymentsuite.starter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.sun.net.httpserver.HttpServer;
import io.github.paymentsuite.lab.infrastructure.AccessTokenIssuer;
import io.github.paymentsuite.starter.PublishedKeys.AskedRarely;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How often an issuer is asked, at times that the test tells. */
class PublishedKeysTest {
  private static final Duration LIFETIME = Duration.ofMinutes(5);
  private static final Duration OUTAGE = Duration.ofHours(24);
  private static final long START = Duration.ofDays(20_000).toMillis();

  private final AtomicInteger questions = new AtomicInteger();
  private volatile String published = new AccessTokenIssuer().jwkSet();
  private HttpServer issuer;
  private AskedRarely keys;

  @BeforeEach
  void start() throws IOException {
    issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    issuer.createContext(
        "/keys",
        exchange -> {
          questions.incrementAndGet();
          byte[] answer = String.valueOf(published).getBytes(UTF_8);
          exchange.sendResponseHeaders(published == null ? 500 : 200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    issuer.start();
    URI address = URI.create("http://127.0.0.1:" + issuer.getAddress().getPort() + "/keys");
    keys = new AskedRarely(address.toURL(), LIFETIME, OUTAGE);
  }

  @AfterEach
  void stop() {
    issuer.stop(0);
  }

  @Test
  void twiceASecondUntilItHasAnswered() {
    published = null;

    askFor(Duration.ZERO, Duration.ofSeconds(10));

    assertThat(questions.get()).isBetween(18, 22);
  }

  @Test
  void twiceInATenthOfTheKeysLifetimeWhileTheyAreKnown() throws Exception {
    learnKeys();
    published = null;

    askFor(Duration.ofHours(1), Duration.ofMinutes(5));

    assertThat(questions.get()).isBetween(18, 22);
  }

  /** As at the start: nobody gets in, so that every minute counts. */
  @Test
  void twiceASecondOnceTheKeysAreForgotten() throws Exception {
    learnKeys();
    published = null;
    // The allowance for those that are known is used up to the end.
    askFor(OUTAGE.minusSeconds(20), Duration.ofSeconds(19));
    questions.set(0);

    askFor(OUTAGE.plusSeconds(1), Duration.ofSeconds(10));

    assertThat(questions.get()).isBetween(18, 22);
  }

  private void learnKeys() throws Exception {
    keys.getJWKSet(JWKSetCacheRefreshEvaluator.noRefresh(), START, null);
    questions.set(0);
  }

  /** A hundred times a second, or a thousand times in all where that is rarer; always in vain. */
  private void askFor(Duration after, Duration time) {
    long from = START + after.toMillis();
    long step = Math.max(10, time.toMillis() / 1000);
    for (long at = from; at < from + time.toMillis(); at += step) {
      long now = at;
      assertThatExceptionOfType(JWKSetUnavailableException.class)
          .isThrownBy(() -> keys.getJWKSet(JWKSetCacheRefreshEvaluator.noRefresh(), now, null));
    }
  }
}
