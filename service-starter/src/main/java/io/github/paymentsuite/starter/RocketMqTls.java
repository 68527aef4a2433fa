package io.github.paymentsuite.starter;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.Map;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;

/**
 * TLS to RocketMQ where {@code ROCKETMQ_TLS_CA} names the file, in PEM, of the authority that the
 * servers' certificates must be signed by; none where it is empty. RocketMQ's client reads what it
 * is set to once, from system properties, before anything else of it runs. It compares no host
 * names, so the authority must sign for nobody else.
 */
class RocketMqTls implements EnvironmentPostProcessor {
  static final String AUTHORITY = "ROCKETMQ_TLS_CA";

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    String authority = environment.getProperty(AUTHORITY, "");
    if (authority.isBlank()) {
      return;
    }
    // RocketMQ's client would go on without TLS if it could not read it.
    trusting(authority);
    System.setProperty("tls.enable", "true");
    // Otherwise, and by default, it takes any certificate for the server's.
    System.setProperty("tls.test.mode.enable", "false");
    System.setProperty("tls.client.authServer", "true");
    System.setProperty("tls.client.trustCertPath", authority);
    environment
        .getPropertySources()
        .addLast(
            new MapPropertySource(
                "RocketMQ TLS",
                Map.of(
                    "rocketmq.producer.tls-enable", "true",
                    "rocketmq.consumer.tls-enable", "true")));
  }

  /** What makes connections as RocketMQ's client makes them. */
  static SocketFactory sockets(Environment environment) {
    String authority = environment.getProperty(AUTHORITY, "");
    return authority.isBlank()
        ? SocketFactory.getDefault()
        : trusting(authority).getSocketFactory();
  }

  private static SSLContext trusting(String authority) {
    try (InputStream pem = Files.newInputStream(Path.of(authority))) {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(pem);
      if (certificates.isEmpty()) {
        throw unusable(authority, "it holds no certificate");
      }
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      for (Certificate certificate : certificates) {
        trusted.setCertificateEntry("authority-" + trusted.size(), certificate);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw unusable(authority, e.toString());
    }
  }

  private static StartRefused unusable(String authority, String reason) {
    return new StartRefused("%s cannot be used: %s: %s.".formatted(AUTHORITY, authority, reason));
  }
}
