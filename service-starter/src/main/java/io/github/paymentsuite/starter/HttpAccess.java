package io.github.paymentsuite.starter;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.resource.BearerTokenErrors;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Who gets in, on both ports: whoever shows an access token, and anybody who asks for the health.
 * What a token allows, each endpoint says with {@link RequiresScope}.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({JwtProperties.class, RateLimitProperties.class})
class HttpAccess implements WebMvcConfigurer {
  private static final Logger log = LoggerFactory.getLogger(HttpAccess.class);

  /**
   * After which nothing more of a refused request is waited for: one in flight has arrived by then,
   * and whoever sends slowly on purpose holds no place for long. The read that is under way then
   * still ends by itself, at the latest after {@code server.tomcat.connection-timeout}.
   */
  static final Duration PATIENCE_WITH_THE_REFUSED = Duration.ofSeconds(1);

  private static final String SCHEME = "Bearer";

  @Bean
  AccessTokens accessTokens(JwtProperties properties) {
    return new AccessTokens(properties);
  }

  /** An instance without the issuer's keys can let nobody in: requests go to another meanwhile. */
  @Bean
  HealthIndicator accessTokensHealthIndicator(AccessTokens tokens) {
    return () -> (tokens.canBeVerified() ? Health.up() : Health.down()).build();
  }

  /**
   * How long each filter takes, of each request, nobody asks; measuring it takes part of what the
   * filters take. The request as a whole is measured all the same.
   */
  @Bean
  SecurityObservationSettings securityObservations() {
    return SecurityObservationSettings.noObservations();
  }

  @Bean
  SecurityFilterChain access(
      HttpSecurity http,
      AccessTokens tokens,
      @Value("${springdoc.api-docs.enabled}") boolean documented) {
    return http.authorizeHttpRequests(
            requests -> {
              requests.dispatcherTypeMatchers(DispatcherType.ERROR).permitAll();
              requests.requestMatchers("/actuator/health/**").permitAll();
              requests.requestMatchers("/actuator/**").hasAuthority("metrics:read");
              if (documented) {
                requests
                    .requestMatchers("/v3/api-docs/**", "/swagger-ui.html", "/swagger-ui/**")
                    .permitAll();
              }
              requests.anyRequest().authenticated();
            })
        .addFilterAt(bearer(tokens), BearerTokenAuthenticationFilter.class)
        .exceptionHandling(
            refusals ->
                refusals
                    .authenticationEntryPoint(HttpAccess::unauthorized)
                    .accessDeniedHandler(
                        (request, response, denied) -> forbidden(request, response)))
        // Nothing but the token counts: no session, no cookie, hence no request of another site's.
        .securityContext(
            context ->
                context.securityContextRepository(new RequestAttributeSecurityContextRepository()))
        .sessionManagement(AbstractHttpConfigurer::disable)
        .anonymous(AbstractHttpConfigurer::disable)
        .servletApi(AbstractHttpConfigurer::disable)
        .csrf(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .headers(
            headers ->
                headers
                    .referrerPolicy(policy -> policy.policy(ReferrerPolicy.NO_REFERRER))
                    .contentSecurityPolicy(
                        policy ->
                            // The page that describes the interface brings its own scripts.
                            policy.policyDirectives(
                                documented
                                    ? "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'"
                                    : "default-src 'none'; frame-ancestors 'none'")))
        .build();
  }

  /**
   * Not as Spring Security's {@code oauth2ResourceServer} makes it: with that comes an answer to
   * everybody, below {@code /.well-known/oauth-protected-resource}, that cannot be turned off.
   */
  private static BearerTokenAuthenticationFilter bearer(AccessTokens tokens) {
    BearerTokenAuthenticationConverter converter = new BearerTokenAuthenticationConverter();
    converter.setBearerTokenResolver(HttpAccess::bearerToken);
    BearerTokenAuthenticationFilter bearer = new BearerTokenAuthenticationFilter(tokens, converter);
    bearer.setAuthenticationEntryPoint(HttpAccess::unauthorized);
    bearer.setAuthenticationFailureHandler(HttpAccess::notAuthenticated);
    return bearer;
  }

  /**
   * The token in the header, and nowhere else, by the grammar of RFC 6750, section 2.1; null where
   * there is none. Spring Security's own resolver does the same with a regular expression, which
   * took 5 % of what payment-service did: a token has hundreds of characters.
   */
  private static String bearerToken(HttpServletRequest request) {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return null;
    }
    String token =
        header.startsWith(" ", SCHEME.length()) ? header.substring(SCHEME.length() + 1) : "";
    if (!isOfGrammar(token)) {
      throw new OAuth2AuthenticationException(
          BearerTokenErrors.invalidToken("the token is malformed"));
    }
    return token;
  }

  private static boolean isOfGrammar(String token) {
    int end = token.length();
    while (end > 0 && token.charAt(end - 1) == '=') {
      end--;
    }
    for (int i = 0; i < end; i++) {
      char character = token.charAt(i);
      boolean isAllowed =
          character >= 'a' && character <= 'z'
              || character >= 'A' && character <= 'Z'
              || character >= '0' && character <= '9'
              || "-._~+/".indexOf(character) >= 0;
      if (!isAllowed) {
        return false;
      }
    }
    return end > 0;
  }

  /** Refuses in headers what it refuses by itself, but finds it without regular expressions. */
  @Bean
  HttpFirewall httpFirewall() {
    StrictHttpFirewall firewall = new StrictHttpFirewall();
    firewall.setAllowedHeaderNames(name -> name.chars().allMatch(HttpAccess::isText));
    firewall.setAllowedHeaderValues(
        value -> value.chars().allMatch(character -> character == '\t' || isText(character)));
    return firewall;
  }

  private static boolean isText(int character) {
    return Character.isDefined(character) && !Character.isISOControl(character);
  }

  @Bean
  RequestRejectedHandler requestRejectedHandler() {
    return (request, response, rejected) ->
        Refusal.write(
            request,
            response,
            HttpStatus.BAD_REQUEST,
            "invalid_request",
            "the address or a header is malformed",
            PATIENCE_WITH_THE_REFUSED);
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry
        .addInterceptor(new ScopeInterceptor())
        .order(Ordered.HIGHEST_PRECEDENCE)
        // Not ours, and open only where the chain above opens them.
        .excludePathPatterns("/v3/api-docs/**", "/swagger-ui.html", "/swagger-ui/**", "/error");
  }

  @Override
  public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
    resolvers.add(new CallerArgument());
  }

  private static void notAuthenticated(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
      throws IOException {
    if (failure instanceof AuthenticationServiceException) {
      log.warn("no token can be verified: {}", failure.getMessage());
      response.setHeader(HttpHeaders.RETRY_AFTER, "1");
      Refusal.write(
          request,
          response,
          HttpStatus.SERVICE_UNAVAILABLE,
          "unavailable",
          "the service cannot get the keys of the issuer of access tokens; nothing was done",
          PATIENCE_WITH_THE_REFUSED);
    } else {
      unauthorized(request, response, failure);
    }
  }

  /** Why a token does not count is nobody's business but its issuer's. */
  private static void unauthorized(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
      throws IOException {
    response.setHeader(
        HttpHeaders.WWW_AUTHENTICATE,
        failure instanceof OAuth2AuthenticationException
            ? "Bearer error=\"invalid_token\""
            : "Bearer");
    Refusal.write(
        request,
        response,
        HttpStatus.UNAUTHORIZED,
        "unauthorized",
        "a valid access token is needed",
        PATIENCE_WITH_THE_REFUSED);
  }

  private static void forbidden(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    log.info("client {} refused", Caller.current().map(Caller::name).orElse("without a token"));
    Refusal.write(
        request,
        response,
        HttpStatus.FORBIDDEN,
        "forbidden",
        "the access token does not allow this",
        PATIENCE_WITH_THE_REFUSED);
  }
}
