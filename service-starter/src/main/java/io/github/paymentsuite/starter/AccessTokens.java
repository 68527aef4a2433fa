package io.github.paymentsuite.starter;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.ConfigurableJWTProcessor;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.converter.RsaKeyConverters;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtAudienceValidator;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.oauth2.server.resource.authentication.JwtGrantedAuthoritiesConverter;
import org.springframework.util.StringUtils;

/** Verifies access tokens (RFC 9068, and what issuers made before it) and says who shows one. */
class AccessTokens implements AuthenticationManager {
  /** A token is verified anew after this part of the keys' lifetime. */
  private static final int REMEMBERED_PART = 5;

  /** The parts of it are whole milliseconds. */
  private static final Duration MIN_KEYS_LIFETIME = Duration.ofMillis(100);

  private static final Pattern CLIENT = Pattern.compile("[\\x21-\\x7E]{1,100}");
  private static final Pattern USER = Pattern.compile("[1-9][0-9]{0,18}");

  private final JwtProperties properties;
  private final JwtGrantedAuthoritiesConverter scopes = new JwtGrantedAuthoritiesConverter();
  private final BooleanSupplier canBeVerified;
  private final RememberedTokens tokens;

  /**
   * Only RSA with SHA-256, which every issuer knows: a token does not choose.
   *
   * @throws StartRefused if it is not configured whose tokens count, or for how long
   */
  AccessTokens(JwtProperties properties) {
    this.properties = properties;
    scopes.setAuthorityPrefix("");
    if (properties.keysLifetime().compareTo(MIN_KEYS_LIFETIME) < 0
        || properties.keysOutage().compareTo(properties.keysLifetime()) < 0) {
      throw new StartRefused(
          "jwt.keys-lifetime must be at least 100ms, and jwt.keys-outage not shorter than that lifetime.");
    }
    NimbusJwtDecoder verifier;
    if (properties.isByIssuer()) {
      PublishedKeys published =
          new PublishedKeys(keySetAddress(), properties.keysLifetime(), properties.keysOutage());
      canBeVerified = published::areKnown;
      verifier =
          NimbusJwtDecoder.withJwkSource(published)
              .jwsAlgorithm(SignatureAlgorithm.RS256)
              .jwtProcessorCustomizer(AccessTokens::acceptTypes)
              .build();
    } else if (properties.isByPublicKey()) {
      canBeVerified = () -> true;
      verifier =
          NimbusJwtDecoder.withPublicKey(publicKey())
              .validateType(false)
              .signatureAlgorithm(SignatureAlgorithm.RS256)
              .jwtProcessorCustomizer(AccessTokens::acceptTypes)
              .build();
    } else {
      throw new StartRefused(
          "It is not configured whose access tokens count: set JWT_ISSUER and JWT_JWK_SET_URI, or JWT_PUBLIC_KEY.");
    }
    // One without an end is not accepted either.
    JwtTimestampValidator times = new JwtTimestampValidator();
    times.setAllowEmptyExpiryClaim(false);
    verifier.setJwtValidator(rules(times));
    tokens =
        new RememberedTokens(
            verifier, this::callerBy, times, properties.keysLifetime().dividedBy(REMEMBERED_PART));
  }

  /** Whether the issuer's keys are known. */
  boolean canBeVerified() {
    return canBeVerified.getAsBoolean();
  }

  /**
   * @param shown with a token to be verified
   * @throws InvalidBearerTokenException if the token does not count, does not say which client it
   *     was issued to, or names a user in a way that cannot be one
   * @throws AuthenticationServiceException if it cannot be verified for want of keys
   */
  @Override
  public Authentication authenticate(Authentication shown) {
    Caller caller;
    try {
      caller = tokens.callerOf(((BearerTokenAuthenticationToken) shown).getToken());
    } catch (BadJwtException doesNotCount) {
      throw new InvalidBearerTokenException("the token does not count", doesNotCount);
    } catch (JwtException noKeys) {
      throw new AuthenticationServiceException(noKeys.getMessage(), noKeys);
    }
    return UsernamePasswordAuthenticationToken.authenticated(caller, null, caller.authorities());
  }

  private Caller callerBy(Jwt token) {
    String client =
        Stream.of("client_id", "azp")
            .map(token::getClaimAsString)
            .filter(id -> id != null && CLIENT.matcher(id).matches())
            .findFirst()
            .orElseThrow(() -> new InvalidBearerTokenException("it names no client"));
    return new Caller(
        client,
        user(token),
        scopes.convert(token).stream()
            .map(GrantedAuthority::getAuthority)
            .collect(Collectors.toSet()));
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

  private OAuth2TokenValidator<Jwt> rules(OAuth2TokenValidator<Jwt> times) {
    List<OAuth2TokenValidator<Jwt>> rules = new ArrayList<>();
    rules.add(times);
    rules.add(new JwtAudienceValidator(properties.audience()));
    if (StringUtils.hasText(properties.issuer())) {
      rules.add(new JwtIssuerValidator(properties.issuer()));
    }
    return new DelegatingOAuth2TokenValidator<>(rules);
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
