package io.github.paymentsuite.starter;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.proc.ConfigurableJWTProcessor;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.converter.RsaKeyConverters;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtAudienceValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.JwtGrantedAuthoritiesConverter;
import org.springframework.util.StringUtils;

/** Verifies access tokens (RFC 9068, and what issuers made before it) and says who shows one. */
class AccessTokens {
  private static final int KEYS_TIMEOUT_MILLIS = 2000;
  private static final int KEYS_MAX_BYTES = 64 * 1024;

  /**
   * A token with an unknown key makes the keys be asked for again, but not more often than this
   * part of their lifetime.
   */
  private static final int KEYS_MIN_INTERVAL_PART = 10;

  private static final JWKSelector ANY_KEY = new JWKSelector(new JWKMatcher.Builder().build());

  private static final Pattern CLIENT = Pattern.compile("[\\x21-\\x7E]{1,100}");
  private static final Pattern USER = Pattern.compile("[1-9][0-9]{0,18}");

  private final JwtProperties properties;
  private final JwtGrantedAuthoritiesConverter scopes = new JwtGrantedAuthoritiesConverter();

  AccessTokens(JwtProperties properties) {
    this.properties = properties;
    scopes.setAuthorityPrefix("");
  }

  /**
   * Only RSA with SHA-256, which every issuer knows: a token does not choose.
   *
   * @throws StartRefused if it is not configured whose tokens count
   */
  JwtDecoder decoder() {
    NimbusJwtDecoder decoder;
    if (properties.isByIssuer()) {
      decoder =
          NimbusJwtDecoder.withJwkSource(publishedKeys())
              .jwsAlgorithm(SignatureAlgorithm.RS256)
              .jwtProcessorCustomizer(AccessTokens::acceptTypes)
              .build();
    } else if (properties.isByPublicKey()) {
      decoder =
          NimbusJwtDecoder.withPublicKey(publicKey())
              .validateType(false)
              .signatureAlgorithm(SignatureAlgorithm.RS256)
              .jwtProcessorCustomizer(AccessTokens::acceptTypes)
              .build();
    } else {
      throw new StartRefused(
          "It is not configured whose access tokens count: set JWT_ISSUER and JWT_JWK_SET_URI, or JWT_PUBLIC_KEY.");
    }
    decoder.setJwtValidator(validator());
    return decoder;
  }

  /**
   * @throws InvalidBearerTokenException if the token does not say which client it was issued to, or
   *     names a user in a way that cannot be one
   */
  UsernamePasswordAuthenticationToken authenticate(Jwt token) {
    String client =
        Stream.of("client_id", "azp")
            .map(token::getClaimAsString)
            .filter(id -> id != null && CLIENT.matcher(id).matches())
            .findFirst()
            .orElseThrow(() -> new InvalidBearerTokenException("it names no client"));
    List<GrantedAuthority> granted = List.copyOf(scopes.convert(token));
    Caller caller =
        new Caller(
            client,
            user(token),
            granted.stream().map(GrantedAuthority::getAuthority).collect(Collectors.toSet()));
    return UsernamePasswordAuthenticationToken.authenticated(caller, null, granted);
  }

  private Optional<Long> user(Jwt token) {
    if (!token.hasClaim(properties.userClaim())) {
      return Optional.empty();
    }
    String user = token.getClaimAsString(properties.userClaim());
    try {
      if (USER.matcher(user).matches()) {
        return Optional.of(Long.parseLong(user));
      }
    } catch (NumberFormatException beyondLong) {
      // Refused below, like everything else that is no user.
    }
    throw new InvalidBearerTokenException("it names a user that cannot be one");
  }

  private OAuth2TokenValidator<Jwt> validator() {
    List<OAuth2TokenValidator<Jwt>> rules = new ArrayList<>();
    // One without an end is not accepted either.
    JwtTimestampValidator times = new JwtTimestampValidator();
    times.setAllowEmptyExpiryClaim(false);
    rules.add(times);
    rules.add(new JwtAudienceValidator(properties.audience()));
    if (StringUtils.hasText(properties.issuer())) {
      rules.add(new JwtIssuerValidator(properties.issuer()));
    }
    return new DelegatingOAuth2TokenValidator<>(rules);
  }

  /**
   * Asked for by one thread while the others go on with those they have; and while the issuer does
   * not answer, those are kept: paying must not stop because nobody can log in.
   */
  private JWKSource<SecurityContext> publishedKeys() {
    JWKSource<SecurityContext> published =
        JWKSourceBuilder.<SecurityContext>create(
                keySetAddress(),
                new DefaultResourceRetriever(
                    KEYS_TIMEOUT_MILLIS, KEYS_TIMEOUT_MILLIS, KEYS_MAX_BYTES))
            .cache(properties.keysLifetime().toMillis(), 2 * KEYS_TIMEOUT_MILLIS)
            .refreshAheadCache(false)
            .rateLimited(properties.keysLifetime().toMillis() / KEYS_MIN_INTERVAL_PART)
            .outageTolerant(properties.keysOutage().toMillis())
            .build();
    return (wanted, context) -> {
      try {
        return published.get(wanted, context);
      } catch (RateLimitReachedException tooSoon) {
        // Where keys are known, it is the token's fault that its own is not among them.
        if (published.get(ANY_KEY, context).isEmpty()) {
          throw tooSoon;
        }
        return List.of();
      }
    };
  }

  private static void acceptTypes(ConfigurableJWTProcessor<SecurityContext> processor) {
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            new JOSEObjectType("at+jwt"), JOSEObjectType.JWT, null));
  }

  private URL keySetAddress() {
    try {
      return new URI(properties.jwkSetUri()).toURL();
    } catch (URISyntaxException | MalformedURLException | IllegalArgumentException malformed) {
      throw new StartRefused("JWT_JWK_SET_URI is no URL.", malformed);
    }
  }

  private RSAPublicKey publicKey() {
    try (InputStream pem =
        new DefaultResourceLoader().getResource(properties.publicKey()).getInputStream()) {
      return RsaKeyConverters.x509().convert(pem);
    } catch (IOException | IllegalArgumentException | IllegalStateException unusable) {
      throw new StartRefused(
          "JWT_PUBLIC_KEY does not lead to an RSA public key in PEM (X.509).", unusable);
    }
  }
}
