package io.github.paymentsuite.lab.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.github.paymentsuite.lab.simulator.RunningSimulator.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Date;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

class TokenIssuerTest {
  private static final String APP = "demo-app:demo-app-secret";
  private static final String CUSTOMER = "demo-customer:demo-customer-secret";

  @TempDir private Path directory;

  @Test
  void issuesATokenWithAllScopesOfTheClientUnlessItAsksForFewer() throws Exception {
    try (RunningSimulator simulator = RunningSimulator.start(directory, new SettableClock())) {
      JWTClaimsSet all = claims(simulator, simulator.token(APP, ""));
      assertThat(all.getStringClaim("client_id")).isEqualTo("demo-app");
      assertThat(all.getAudience()).containsExactly("payment-suite");
      assertThat(all.getIssuer()).isEqualTo("http://127.0.0.1:8090");
      assertThat(all.getStringListClaim("scope")).contains("payments:write", "users:any");
      assertThat(all.getClaims()).doesNotContainKey("user_id");

      assertThat(
              claims(simulator, simulator.token(APP, "&scope=orders:read"))
                  .getStringListClaim("scope"))
          .containsExactly("orders:read");
    }
  }

  @Test
  void issuesACustomersTokenForTheUserThatIsNamed() throws Exception {
    try (RunningSimulator simulator = RunningSimulator.start(directory, new SettableClock())) {
      JWTClaimsSet claims = claims(simulator, simulator.token(CUSTOMER, "&user_id=10001"));
      assertThat(claims.getLongClaim("user_id")).isEqualTo(10001);
      assertThat(claims.getStringListClaim("scope")).doesNotContain("users:any");

      for (String user : new String[] {"", "&user_id=", "&user_id=0", "&user_id=1x"}) {
        assertThat(simulator.token(CUSTOMER, user).status()).as(user).isEqualTo(400);
      }
    }
  }

  @Test
  void issuesNothingToStrangersAndNoScopeThatAClientMayNotHave() {
    try (RunningSimulator simulator = RunningSimulator.start(directory, new SettableClock())) {
      assertThat(simulator.token("demo-app:wrong", "").status()).isEqualTo(401);
      assertThat(simulator.token("nobody:demo-app-secret", "").status()).isEqualTo(401);
      assertThat(simulator.token(APP, "&scope=metrics:read").status()).isEqualTo(400);
    }
  }

  @Test
  void keepsItsKeyThroughARestartAndShowsItToNobody() throws Exception {
    Answer before;
    try (RunningSimulator simulator = RunningSimulator.start(directory, new SettableClock())) {
      before = simulator.token(APP, "");
      assertThat(simulator.get("/oauth2/jwks").text()).doesNotContain("\"d\"");
    }
    try (RunningSimulator simulator = RunningSimulator.start(directory, new SettableClock())) {
      claims(simulator, before);
    }
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(directory.resolve("issuer-key.json"))))
        .isEqualTo("rw-------");
  }

  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void printsAReadyTokenWhereThatIsAskedFor(CapturedOutput output) throws Exception {
    try (RunningSimulator simulator = RunningSimulator.start(directory, new SettableClock())) {
      assertThat(simulator.token(APP, "").status()).isEqualTo(200);
      assertThat(output).doesNotContain("TOKEN=");
    }
    SettableClock clock = new SettableClock();
    try (RunningSimulator simulator =
        RunningSimulator.start(directory, clock, "simulator.show-token=true")) {
      Matcher printed = Pattern.compile("TOKEN=(\\S+)").matcher(output.getAll());
      assertThat(printed.find()).isTrue();
      JWTClaimsSet claims =
          claims(simulator, new Answer(200, "{\"access_token\":\"" + printed.group(1) + "\"}"));
      assertThat(claims.getStringListClaim("scope")).contains("payments:write", "users:any");
      assertThat(claims.getAudience()).containsExactly("payment-suite");
      assertThat(claims.getExpirationTime())
          .isEqualTo(Date.from(clock.instant().plus(Duration.ofHours(12))));
    }
  }

  /** Of a token that the published key verifies. */
  private static JWTClaimsSet claims(RunningSimulator simulator, Answer answer) throws Exception {
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    SignedJWT token = SignedJWT.parse((String) answer.get("access_token"));
    JWKSet published = JWKSet.parse(simulator.get("/oauth2/jwks").text());
    assertThat(published.getKeys()).hasSize(1);
    assertThat(token.verify(new RSASSAVerifier(published.getKeys().get(0).toRSAKey()))).isTrue();
    return token.getJWTClaimsSet();
  }
}
