package io.github.paymentsuite.starter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.github.paymentsuite.starter.OutboundHttp.NoAnswer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whom a call believes to be the party that it is meant for. */
@Timeout(120)
class OutboundHttpTlsTest {
  private static final String PASSWORD = "any-password";

  private final AtomicInteger requests = new AtomicInteger();

  @TempDir private Path directory;
  private HttpsServer server;

  @AfterEach
  void stop() {
    if (server != null) {
      server.stop(0);
    }
  }

  @Test
  void callsWhomACertificateNames() throws Exception {
    KeyStore keys = start("ip:127.0.0.1");

    assertThat(client(trusting(keys)).get("/sms/A1").body()).asString(UTF_8).isEqualTo("{}");
    assertThat(requests).hasValue(1);
  }

  @Test
  void doesNotCallWhomACertificateDoesNotName() throws Exception {
    KeyStore keys = start("dns:another.example");

    assertThatExceptionOfType(NoAnswer.class)
        .isThrownBy(() -> client(trusting(keys)).get("/sms/A1"))
        .withMessageContaining("Certificate");
    assertThat(requests).hasValue(0);
  }

  @Test
  void doesNotCallWhomNobodyVouchesFor() throws Exception {
    start("ip:127.0.0.1");

    assertThatExceptionOfType(NoAnswer.class)
        .isThrownBy(() -> client(SSLContext.getDefault()).get("/sms/A1"))
        .withMessageContaining("CertPath");
    assertThat(requests).hasValue(0);
  }

  private OutboundHttp client(SSLContext trusted) {
    return new OutboundHttp(
        URI.create("https://127.0.0.1:" + server.getAddress().getPort()),
        Duration.ofSeconds(30),
        Optional::empty,
        trusted,
        InetAddress::getAllByName);
  }

  /**
   * @param name that the certificate is for
   * @return the server's key and certificate
   */
  private KeyStore start(String name) throws Exception {
    KeyStore keys = keys(name);
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), null, null);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write("{}".getBytes(UTF_8));
          exchange.close();
        });
    server.start();
    return keys;
  }

  private KeyStore keys(String name) throws Exception {
    Path store = directory.resolve("server.p12");
    Keytool.run(
        "-genkeypair",
        "-alias",
        "server",
        "-keyalg",
        "EC",
        "-dname",
        "CN=server",
        "-ext",
        "san=" + name,
        "-keystore",
        store.toString(),
        "-storepass",
        PASSWORD);
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return keys;
  }

  private static SSLContext trusting(KeyStore keys) throws Exception {
    KeyStore certificates = KeyStore.getInstance("PKCS12");
    certificates.load(null, null);
    certificates.setCertificateEntry("server", keys.getCertificate("server"));
    TrustManagerFactory trusted =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(certificates);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trusted.getTrustManagers(), null);
    return context;
  }
}
