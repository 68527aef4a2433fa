package io.github.paymentsuite.lab.infrastructure;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * Issues access tokens to the tests of one service, which verifies them by this issuer's public
 * key.
 */
public final class AccessTokenIssuer {
  /** All that the services know. */
  public static final List<String> ALL_SCOPES =
      List.of(
          "payments:write",
          "payments:read",
          "orders:write",
          "orders:read",
          "points:read",
          "contacts:write",
          "notifications:read",
          "users:any",
          "cases:read",
          "fulfilments:read",
          "dead-letters:read",
          "dead-letters:write",
          "metrics:read");

  private static final Duration LIFETIME = Duration.ofHours(1);
  private static final int KEY_BITS = 2048;

  private final RSAKey key;
  private final Path publicKey;

  public AccessTokenIssuer() {
    try {
      key = new RSAKeyGenerator(KEY_BITS).keyID(UUID.randomUUID().toString()).generate();
      publicKey = Files.createTempFile("access-tokens", ".pem");
      publicKey.toFile().deleteOnExit();
      Files.writeString(
          publicKey,
          "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n"
              .formatted(
                  Base64.getMimeEncoder().encodeToString(key.toRSAPublicKey().getEncoded())));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (JOSEException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The one that all tests of a module share. */
  public static AccessTokenIssuer shared() {
    return Shared.ISSUER;
  }

  /** The environment variable by which a service trusts this issuer alone. */
  public Map<String, String> environment() {
    return Map.of("JWT_PUBLIC_KEY", publicKey.toUri().toString());
  }

  /** The key as issuers publish it, for a service that asks for it. */
  public String jwkSet() {
    return new JWKSet(key.toPublicJWK()).toString();
  }

  /** An {@code Authorization} header that allows everything, for every user. */
  public String everything() {
    return bearer(token(ALL_SCOPES));
  }

  /** An {@code Authorization} header of a client app's own token. */
  public String app(String... scopes) {
    return bearer(token(List.of(scopes)));
  }

  /** An {@code Authorization} header of a customer, whose token has these scopes. */
  public String customer(long userId, String... scopes) {
    return bearer(token(List.of(scopes), claims -> claims.claim("user_id", userId)));
  }

  public String token(List<String> scopes) {
    return token(scopes, claims -> claims);
  }

  /** A token with other claims, or without some: for those that must be refused. */
  public String token(List<String> scopes, UnaryOperator<JWTClaimsSet.Builder> changed) {
    Instant now = Instant.now();
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer("tests")
            .audience("payment-suite")
            .subject("test-app")
            .jwtID(UUID.randomUUID().toString())
            .claim("client_id", "test-app")
            .claim("scope", String.join(" ", scopes))
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(LIFETIME)));
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
            changed.apply(claims).build());
    try {
      token.sign(new RSASSASigner(key));
    } catch (JOSEException impossible) {
      throw new IllegalStateException(impossible);
    }
    return token.serialize();
  }

  public static String bearer(String token) {
    return "Bearer " + token;
  }

  private static final class Shared {
    static final AccessTokenIssuer ISSUER = new AccessTokenIssuer();
  }
}
