package io.github.paymentsuite.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtValidationException;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;

/** What is remembered of a token, and what never is. */
class RememberedTokensTest {
  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
  private static final Duration LIFETIME = Duration.ofMinutes(5);

  private final List<String> verified = new ArrayList<>();
  private final JwtTimestampValidator times = new JwtTimestampValidator(Duration.ZERO);
  private final RememberedTokens tokens =
      new RememberedTokens(
          this::verify, RememberedTokensTest::callerBy, times, Duration.ofHours(1));

  RememberedTokensTest() {
    itIs(NOW);
  }

  @Test
  void aTokenIsVerifiedOnce() {
    Caller first = tokens.callerOf("good");

    assertThat(tokens.callerOf("good")).isSameAs(first);
    assertThat(tokens.callerOf("another good").client()).isEqualTo("another good");
    assertThat(verified).containsExactly("good", "another good");
  }

  @Test
  void oneThatWasRefusedIsRefusedEachTime() {
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> tokens.callerOf("forged")).isInstanceOf(BadJwtException.class);
    }
    assertThat(verified).containsExactly("forged", "forged", "forged");
  }

  @Test
  void oneWhoseTimeIsOverCountsNoLongerThoughItIsRemembered() {
    tokens.callerOf("good");
    itIs(NOW.plus(LIFETIME).minusMillis(1));
    tokens.callerOf("good");

    itIs(NOW.plus(LIFETIME).plusMillis(1));

    assertThatThrownBy(() -> tokens.callerOf("good")).isInstanceOf(JwtValidationException.class);
  }

  @Test
  void oneIsVerifiedAnewAfterAWhile() {
    RememberedTokens forNoTime =
        new RememberedTokens(this::verify, RememberedTokensTest::callerBy, times, Duration.ZERO);

    forNoTime.callerOf("good");
    forNoTime.callerOf("good");

    assertThat(verified).containsExactly("good", "good");
  }

  @Test
  void oneThatIsNobodysIsReadAnewEachTime() {
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> tokens.callerOf("nobody's"))
          .isInstanceOf(InvalidBearerTokenException.class);
    }
    assertThat(verified).containsExactly("nobody's", "nobody's");
  }

  private static Caller callerBy(Jwt token) {
    if (token.getTokenValue().equals("nobody's")) {
      throw new InvalidBearerTokenException("nobody's");
    }
    return new Caller(token.getTokenValue(), Optional.empty(), Set.of());
  }

  private void itIs(Instant now) {
    times.setClock(Clock.fixed(now, ZoneOffset.UTC));
  }

  private Jwt verify(String token) {
    verified.add(token);
    if (token.equals("forged")) {
      throw new BadJwtException("forged");
    }
    Jwt read =
        Jwt.withTokenValue(token)
            .header("alg", "RS256")
            .issuedAt(NOW)
            .expiresAt(NOW.plus(LIFETIME))
            .build();
    if (times.validate(read).hasErrors()) {
      throw new JwtValidationException("over", times.validate(read).getErrors());
    }
    return read;
  }
}
