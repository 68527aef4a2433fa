package io.github.paymentsuite.starter;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.github.paymentsuite.lab.infrastructure.AccessTokenIssuer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** What a service that ends still does for its clients; by sockets, to see all of it. */
class DrainTest {
  private static final int READ_TIMEOUT_MILLIS = 15_000;

  private ConfigurableApplicationContext service;
  private int port;

  @BeforeEach
  void start() {
    service =
        new SpringApplicationBuilder(HttpService.class)
            .run(
                "--spring.config.import=classpath:service-defaults.yml",
                "--management.endpoint.health.validate-group-membership=false",
                "--server.address=127.0.0.1",
                "--server.port=0",
                "--management.server.port=0",
                "--http.drain=2s",
                "--JWT_PUBLIC_KEY="
                    + AccessTokenIssuer.shared().environment().get("JWT_PUBLIC_KEY"));
    port = ((ServletWebServerApplicationContext) service).getWebServer().getPort();
  }

  @AfterEach
  void end() {
    service.close();
  }

  @Test
  void answersOnConnectionsOldAndNewUntilThePortIsClosed() throws IOException {
    try (Connection kept = new Connection();
        Connection later = new Connection()) {
      assertThat(kept.ask()).contains("HTTP/1.1 200 ").doesNotContain("Connection: close");

      CompletableFuture<Void> end = CompletableFuture.runAsync(service::close);
      await().until(() -> readiness() == ReadinessState.REFUSING_TRAFFIC);

      await()
          .untilAsserted(
              () -> {
                try (Connection next = new Connection()) {
                  assertThat(next.ask()).contains("HTTP/1.1 200 ", "Connection: close");
                }
              });
      assertThat(kept.ask()).contains("HTTP/1.1 200 ", "Connection: close");
      assertThat(later.ask()).contains("HTTP/1.1 200 ", "Connection: close");
      assertThat(end).isNotDone();
      end.join();
    }
    assertThatExceptionOfType(ConnectException.class).isThrownBy(Connection::new);
  }

  private ReadinessState readiness() {
    return service.getBean(ApplicationAvailability.class).getReadinessState();
  }

  /** One that is kept open for as long as the service lets it. */
  private class Connection implements AutoCloseable {
    private final Socket socket = new Socket("127.0.0.1", port);
    private final BufferedReader in =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));

    Connection() throws IOException {
      socket.setSoTimeout(READ_TIMEOUT_MILLIS);
    }

    /** The head of the answer, which has no body. */
    List<String> ask() throws IOException {
      socket
          .getOutputStream()
          .write(
              "OPTIONS /words HTTP/1.1\r\nHost: a\r\nAuthorization: %s\r\n\r\n"
                  .formatted(AccessTokenIssuer.shared().app())
                  .getBytes(US_ASCII));
      List<String> head = new ArrayList<>();
      String line = in.readLine();
      while (line != null && !line.isEmpty()) {
        head.add(line);
        line = in.readLine();
      }
      return head;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
