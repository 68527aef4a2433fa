package io.github.paymentsuite.payment;

import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.oauth2.client.AuthorizedClientServiceOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.ClientCredentialsOAuth2AuthorizedClientProvider;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.endpoint.RestClientClientCredentialsTokenResponseClient;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/**
 * The access token by which this service asks the others: its own, for that alone, and short-lived.
 * It is asked of the issuer when it is first needed and again a minute before it ends.
 */
@Component
class ServiceToken {
  /** As in {@code application.yml}. */
  private static final String REGISTRATION = "participants";

  private final OAuth2AuthorizedClientManager clients;

  ServiceToken(
      ClientRegistrationRepository registrations,
      OAuth2AuthorizedClientService kept,
      FulfilmentProperties properties) {
    SimpleClientHttpRequestFactory bounded = new SimpleClientHttpRequestFactory();
    bounded.setConnectTimeout(properties.timeout());
    bounded.setReadTimeout(properties.timeout());
    RestClientClientCredentialsTokenResponseClient issuer =
        new RestClientClientCredentialsTokenResponseClient();
    issuer.setRestClient(
        RestClient.builder()
            .requestFactory(bounded)
            .configureMessageConverters(
                converters ->
                    converters
                        .addCustomConverter(new FormHttpMessageConverter())
                        .addCustomConverter(new OAuth2AccessTokenResponseHttpMessageConverter()))
            .defaultStatusHandler(new OAuth2ErrorResponseErrorHandler())
            .build());
    ClientCredentialsOAuth2AuthorizedClientProvider provider =
        new ClientCredentialsOAuth2AuthorizedClientProvider();
    provider.setAccessTokenResponseClient(issuer);
    AuthorizedClientServiceOAuth2AuthorizedClientManager manager =
        new AuthorizedClientServiceOAuth2AuthorizedClientManager(registrations, kept);
    manager.setAuthorizedClientProvider(provider);
    clients = manager;
  }

  /**
   * @throws org.springframework.security.oauth2.core.OAuth2AuthorizationException if the issuer
   *     does not answer or does not give one
   */
  String value() {
    OAuth2AuthorizedClient client =
        clients.authorize(
            OAuth2AuthorizeRequest.withClientRegistrationId(REGISTRATION)
                .principal("payment-service")
                .build());
    return client.getAccessToken().getTokenValue();
  }
}
