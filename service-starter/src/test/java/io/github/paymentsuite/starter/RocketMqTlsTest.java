package io.github.paymentsuite.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import javax.net.SocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class RocketMqTlsTest {

  private final StandardEnvironment environment = new StandardEnvironment();
  private Properties before;

  @TempDir private Path directory;

  @BeforeEach
  void remember() {
    before = (Properties) System.getProperties().clone();
  }

  @AfterEach
  void restore() {
    System.setProperties(before);
  }

  @Test
  void verifiesTheServersOfTheAuthorityThatIsNamed() throws Exception {
    Path authority = authority();
    set(authority.toString());

    new RocketMqTls().postProcessEnvironment(environment, new SpringApplication());

    assertThat(System.getProperties())
        .containsEntry("tls.enable", "true")
        .containsEntry("tls.test.mode.enable", "false")
        .containsEntry("tls.client.authServer", "true")
        .containsEntry("tls.client.trustCertPath", authority.toString());
    assertThat(environment.getProperty("rocketmq.producer.tls-enable")).isEqualTo("true");
    assertThat(environment.getProperty("rocketmq.consumer.tls-enable")).isEqualTo("true");
  }

  @Test
  void setsNothingWithoutAnAuthority() {
    set("");

    new RocketMqTls().postProcessEnvironment(environment, new SpringApplication());

    assertThat(System.getProperties()).isEqualTo(before);
    assertThat(environment.containsProperty("rocketmq.producer.tls-enable")).isFalse();
    assertThat(RocketMqTls.sockets(environment)).isSameAs(SocketFactory.getDefault());
  }

  /** RocketMQ's client would log it and go on without TLS. */
  @Test
  void refusesAFileThatIsNoCertificate() throws IOException {
    for (Path file :
        List.of(
            directory.resolve("missing.pem"),
            Files.createFile(directory.resolve("empty.pem")),
            Files.writeString(directory.resolve("text.pem"), "no certificate"))) {
      set(file.toString());
      assertThatThrownBy(
              () -> new RocketMqTls().postProcessEnvironment(environment, new SpringApplication()))
          .isInstanceOf(StartRefused.class)
          .hasMessageStartingWith("ROCKETMQ_TLS_CA cannot be used: " + file);
    }
    assertThat(System.getProperties()).isEqualTo(before);
  }

  private void set(String authority) {
    environment
        .getPropertySources()
        .addFirst(new MapPropertySource("test", Map.of(RocketMqTls.AUTHORITY, authority)));
  }

  private Path authority() throws Exception {
    Path store = directory.resolve("store.p12");
    Path pem = directory.resolve("ca.pem");
    Keytool.run(
        "-genkeypair",
        "-alias",
        "ca",
        "-keyalg",
        "EC",
        "-dname",
        "CN=authority",
        "-ext",
        "bc:c",
        "-keystore",
        store.toString(),
        "-storepass",
        "any-password");
    Keytool.run(
        "-exportcert",
        "-rfc",
        "-alias",
        "ca",
        "-file",
        pem.toString(),
        "-keystore",
        store.toString(),
        "-storepass",
        "any-password");
    return pem;
  }
}
