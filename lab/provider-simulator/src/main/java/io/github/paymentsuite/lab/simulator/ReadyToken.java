package io.github.paymentsuite.lab.simulator;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.stereotype.Component;

/**
 * Prints a token of the demonstration's app, to be pasted into a command. Only for a demonstration:
 * whoever reads the output can do what the app can.
 */
@Component
@ConditionalOnProperty("simulator.show-token")
class ReadyToken implements ApplicationRunner {
  private static final String APP = "demo-app";

  private final RegisteredClientRepository clients;
  private final AuthorizationServerSettings issuer;
  private final JWKSource<SecurityContext> key;
  private final Clock clock;

  ReadyToken(
      RegisteredClientRepository clients,
      AuthorizationServerSettings issuer,
      JWKSource<SecurityContext> key,
      Clock clock) {
    this.clients = clients;
    this.issuer = issuer;
    this.key = key;
    this.clock = clock;
  }

  @Override
  public void run(ApplicationArguments arguments) {
    RegisteredClient app = clients.findByClientId(APP);
    Instant now = clock.instant();
    JwtClaimsSet claims =
        JwtClaimsSet.builder()
            .issuer(issuer.getIssuer())
            .audience(List.of("payment-suite"))
            .subject(APP)
            .claim("client_id", APP)
            .claim("scope", app.getScopes())
            .issuedAt(now)
            .expiresAt(now.plus(app.getTokenSettings().getAccessTokenTimeToLive()))
            .build();
    System.out.println(
        "A token of the demonstration's app:\nTOKEN="
            + new NimbusJwtEncoder(key).encode(JwtEncoderParameters.from(claims)).getTokenValue());
  }
}
