package io.github.paymentsuite.starter;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.paymentsuite.lab.infrastructure.AccessTokenIssuer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What clients that want too much, or are too slow, get to hear; by sockets, to see all of it. */
@SpringBootTest(
    classes = HttpService.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "spring.config.import=classpath:service-defaults.yml",
      "management.endpoint.health.validate-group-membership=false",
      "server.address=127.0.0.1",
      "management.server.port=0",
      "http.max-concurrent-requests=" + OverloadTest.LIMIT,
      "http.max-body-size=10KB",
      "http.body-timeout=1500ms"
    })
class OverloadTest {
  static final int LIMIT = 2;

  private static final Duration BODY_TIMEOUT = Duration.ofMillis(1500);
  private static final int READ_TIMEOUT_MILLIS = 15_000;
  private static final String WORDS = "{\"words\":[\"one\"]}";

  private final List<Socket> connections = new ArrayList<>();

  @LocalServerPort private int apiPort;
  @LocalManagementPort private int managementPort;

  @AfterEach
  void disconnect() throws IOException {
    for (Socket connection : connections) {
      connection.close();
    }
    // Whatever they had asked for is over.
    await()
        .untilAsserted(
            () -> assertThat(answer(request(apiPort, WORDS))).startsWith("HTTP/1.1 200"));
  }

  @Test
  void refusesAtOnceWhatIsBeyondTheLimitBeforeItsBodyIsThere() throws IOException {
    List<Socket> clients = new ArrayList<>();
    for (int i = 0; i < LIMIT + 1; i++) {
      clients.add(announce(apiPort, 10));
    }

    // The others are answered when they have been silent for as long as the connector waits: 5 s.
    await()
        .atMost(Duration.ofSeconds(4))
        .until(() -> clients.stream().anyMatch(OverloadTest::isAnswered));
    assertThat(clients.stream().filter(OverloadTest::isAnswered))
        .singleElement()
        .satisfies(
            refused ->
                assertThat(answer(refused))
                    .startsWith("HTTP/1.1 503")
                    .containsIgnoringCase("\r\nRetry-After: 1\r\n")
                    .containsIgnoringCase("\r\nContent-Type: application/problem+json")
                    .contains("\"code\":\"overloaded\""));
  }

  @Test
  void operatorsAreAnsweredWhateverTheClientsDo() throws IOException {
    for (int i = 0; i < LIMIT; i++) {
      announce(apiPort, 10);
    }

    assertThat(
            answer(
                send(
                    managementPort,
                    "GET /actuator/health/liveness HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")))
        .startsWith("HTTP/1.1 200");
  }

  @Test
  void handlesTheNextRequestWhenOneIsDone() throws IOException {
    for (int i = 0; i < 5 * LIMIT; i++) {
      assertThat(answer(request(apiPort, WORDS))).startsWith("HTTP/1.1 200").contains("one");
    }
  }

  @Test
  void refusesABodyThatDripsAndClosesTheConnection() throws IOException {
    for (int port : List.of(apiPort, managementPort)) {
      Socket connection = announce(port, 1000);
      long start = System.nanoTime();

      String answer = answerWhileDripping(connection);

      assertThat(answer).startsWith("HTTP/1.1 408").contains("\"code\":\"body_too_slow\"");
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isGreaterThanOrEqualTo(BODY_TIMEOUT)
          .isLessThan(BODY_TIMEOUT.plusSeconds(5));
    }
  }

  @Test
  void refusesABodyThatNeverComes() throws IOException {
    assertThat(answer(announce(apiPort, 10))).startsWith("HTTP/1.1 408");
  }

  @Test
  void answersWhoSendsTooMuchBeforeItHangsUp() throws IOException {
    String answer = answer(request(apiPort, "x".repeat(500_000)));

    assertThat(answer).startsWith("HTTP/1.1 413").contains("\"code\":\"body_too_large\"");
  }

  private Socket request(int port, String body) throws IOException {
    Socket connection = announce(port, body.length());
    connection.getOutputStream().write(body.getBytes(US_ASCII));
    return connection;
  }

  /** A request without its body. */
  private Socket announce(int port, int length) throws IOException {
    return send(
        port,
        """
        POST %s HTTP/1.1\r
        Host: a\r
        Authorization: %s\r
        Connection: close\r
        Content-Type: application/json\r
        Content-Length: %d\r
        \r
        """
            .formatted(
                port == apiPort ? "/words" : "/internal/words",
                AccessTokenIssuer.shared().app("words:write"),
                length));
  }

  private Socket send(int port, String head) throws IOException {
    Socket connection = new Socket("127.0.0.1", port);
    connections.add(connection);
    connection.setSoTimeout(READ_TIMEOUT_MILLIS);
    connection.getOutputStream().write(head.getBytes(US_ASCII));
    return connection;
  }

  private static boolean isAnswered(Socket connection) {
    try {
      return connection.getInputStream().available() > 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All until the service closes the connection. */
  private static String answer(Socket connection) throws IOException {
    return new String(connection.getInputStream().readAllBytes(), US_ASCII);
  }

  /** The same for a client that goes on sending byte after byte, as long as it is allowed to. */
  private static String answerWhileDripping(Socket connection) throws IOException {
    connection.setSoTimeout(100);
    InputStream in = connection.getInputStream();
    StringBuilder answer = new StringBuilder();
    while (true) {
      try {
        int read = in.read();
        if (read < 0) {
          return answer.toString();
        }
        answer.append((char) read);
      } catch (SocketTimeoutException silence) {
        connection.getOutputStream().write(' ');
      } catch (SocketException reset) {
        return answer.toString();
      }
    }
  }
}
