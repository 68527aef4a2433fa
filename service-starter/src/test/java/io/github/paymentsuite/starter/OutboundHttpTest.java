package io.github.paymentsuite.starter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.github.paymentsuite.starter.OutboundHttp.Answer;
import io.github.paymentsuite.starter.OutboundHttp.NoAnswer;
import io.github.paymentsuite.starter.ScriptedServer.Connection;
import io.github.paymentsuite.starter.ScriptedServer.Script;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each call ends by itself; the tests have a time-out for the case that one does not. */
@Timeout(20)
class OutboundHttpTest {
  private static final Duration PATIENT = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(400);
  private static final int MAX_ANSWER_BYTES = 64 * 1024;

  private ScriptedServer server;

  @AfterEach
  void stop() throws IOException {
    if (server != null) {
      server.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void givesTheAnswerBackWhateverItsStatus(Method method) throws Exception {
    start(connection -> answer(connection, "418 Teapot", "{\"code\":\"TEAPOT\"}"));

    Answer answer = method.call(client(PATIENT));

    assertThat(answer.status()).isEqualTo(418);
    assertThat(answer.body()).asString(UTF_8).isEqualTo("{\"code\":\"TEAPOT\"}");
    assertThat(server.requests()).containsExactly(method.request);
  }

  @ParameterizedTest
  @EnumSource
  void waitsForASilentServerNoLongerThanItsTime(Method method) throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    start(connection -> staySilent(connection, closed));

    assertNoAnswerInTime(() -> method.call(client(SHORT)));

    await("the connection is given up").until(() -> closed.getCount() == 0);
    assertThat(server.requests()).containsExactly(method.request);
  }

  @ParameterizedTest
  @EnumSource
  void waitsForTheLastByteOfASlowAnswerNoLongerThanItsTime(Method method) throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    start(connection -> drip(connection, closed));

    assertNoAnswerInTime(() -> method.call(client(SHORT)));

    await("the connection is given up").until(() -> closed.getCount() == 0);
    assertThat(server.requests()).containsExactly(method.request);
  }

  @Test
  void takesAnAnswerOfTheGreatestSize() throws Exception {
    start(connection -> answer(connection, "200 OK", "x".repeat(MAX_ANSWER_BYTES)));

    assertThat(Method.GET.call(client(PATIENT)).body()).hasSize(MAX_ANSWER_BYTES);
  }

  @ParameterizedTest
  @EnumSource
  void takesALargerAnswerForNone(Method method) throws Exception {
    start(connection -> answer(connection, "200 OK", "x".repeat(MAX_ANSWER_BYTES + 1)));

    assertThatExceptionOfType(NoAnswer.class)
        .isThrownBy(() -> method.call(client(PATIENT)))
        .withMessageContaining("larger than 65536 bytes");
    assertThat(server.requests()).containsExactly(method.request);
  }

  @ParameterizedTest
  @EnumSource
  void takesAnAnswerWithoutEndForNone(Method method) throws Exception {
    start(
        connection -> {
          ScriptedServer.write(connection, "HTTP/1.1 200 OK\r\n\r\n");
          while (true) {
            ScriptedServer.write(connection, "x".repeat(1024));
          }
        });

    assertThatExceptionOfType(NoAnswer.class)
        .isThrownBy(() -> method.call(client(PATIENT)))
        .withMessageContaining("larger than 65536 bytes");
    assertThat(server.requests()).containsExactly(method.request);
  }

  @ParameterizedTest
  @EnumSource
  void saysNothingOfAnAnswerThatItCannotRead(Method method) throws Exception {
    start(connection -> ScriptedServer.write(connection, "13812345678 is no HTTP\r\n\r\n"));

    assertThatExceptionOfType(NoAnswer.class)
        .isThrownBy(() -> method.call(client(PATIENT)))
        .withMessage("org.apache.hc.core5.http.ParseException");
  }

  @ParameterizedTest
  @EnumSource
  void takesARefusedConnectionForNoAnswer(Method method) throws Exception {
    OutboundHttp nobody = new OutboundHttp(URI.create("http://127.0.0.1:" + closedPort()), PATIENT);

    assertThatExceptionOfType(NoAnswer.class).isThrownBy(() -> method.call(nobody));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK",
        "HTTP/1.1 200 OK\r\n",
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n"
      })
  void takesAnAnswerWhoseEndIsMissingForNone(String half) throws Exception {
    start(
        connection -> {
          ScriptedServer.write(connection, half);
          connection.hangUp();
        });

    assertThatExceptionOfType(NoAnswer.class).isThrownBy(() -> Method.GET.call(client(PATIENT)));
    assertThat(server.requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "Any: header\r\n"})
  void takesAnAnswerWhoseHeadHasNoEndForNone(String more) throws Exception {
    start(
        connection -> {
          ScriptedServer.write(connection, "HTTP/1.1 200 OK\r\n");
          while (true) {
            ScriptedServer.write(connection, more.repeat(64));
          }
        });

    assertThatExceptionOfType(NoAnswer.class)
        .isThrownBy(() -> Method.GET.call(client(PATIENT)))
        .withMessageContaining("MessageConstraintException");
    assertThat(server.requests()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void doesNotRepeatARequestWhenTheConnectionIsClosedInsteadOfAnAnswer(Method method)
      throws Exception {
    start(Connection::hangUp);

    assertThatExceptionOfType(NoAnswer.class).isThrownBy(() -> method.call(client(PATIENT)));
    assertThat(server.requests()).containsExactly(method.request);
  }

  @ParameterizedTest
  @EnumSource
  void doesNotRepeatARequestWhenAKeptConnectionIsClosedInsteadOfAnAnswer(Method method)
      throws Exception {
    start(
        connection -> {
          if (connection.requestCount() == 1) {
            answer(connection, "200 OK", "{}");
          } else {
            connection.hangUp();
          }
        });
    OutboundHttp client = client(PATIENT);
    method.call(client);

    assertThatExceptionOfType(NoAnswer.class).isThrownBy(() -> method.call(client));

    assertThat(server.requests()).containsExactly(method.request, method.request);
    assertThat(server.connectionCount()).as("one connection, kept").isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void doesNotSendARequestOnAKeptConnectionThatWasClosedMeanwhile(Method method) throws Exception {
    CountDownLatch answered = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    start(
        connection -> {
          answer(connection, "200 OK", "{}");
          if (connection.requestCount() == 1) {
            awaitUninterruptibly(answered);
            rest(connection);
            connection.hangUp();
            closed.countDown();
          }
        });
    OutboundHttp client = client(PATIENT);
    method.call(client);
    answered.countDown();
    closed.await();

    assertThat(method.call(client).status()).isEqualTo(200);

    assertThat(server.requests()).containsExactly(method.request, method.request);
    assertThat(server.connectionCount()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void doesNotTakeWhatIsLeftOfAnAnswerForTheNextOne(Method method) throws Exception {
    start(
        connection ->
            ScriptedServer.write(
                connection,
                "HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"));
    OutboundHttp client = client(PATIENT);
    assertThat(method.call(client).status()).isEqualTo(204);

    assertThatExceptionOfType(NoAnswer.class)
        .isThrownBy(() -> method.call(client))
        .withMessage("java.io.IOException");

    assertThat(method.call(client).status()).as("by another connection").isEqualTo(204);
  }

  @ParameterizedTest
  @EnumSource
  void takesTheAnswerAfterAnInterimOne(Method method) throws Exception {
    start(
        connection ->
            ScriptedServer.write(
                connection,
                "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"));
    OutboundHttp client = client(PATIENT);

    assertThat(method.call(client).status()).isEqualTo(200);
    assertThat(method.call(client).status()).isEqualTo(200);

    assertThat(server.connectionCount()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void doesNotTakeAProxysRefusalForAnAnswer(Method method) throws Exception {
    start(connection -> answer(connection, "403 Forbidden", "{}"));
    ProxySelector before = ProxySelector.getDefault();
    ProxySelector.setDefault(
        ProxySelector.of(new InetSocketAddress("127.0.0.1", server.address().getPort())));
    try {
      OutboundHttp client = new OutboundHttp(URI.create("https://provider.example"), PATIENT);

      assertThatExceptionOfType(NoAnswer.class)
          .isThrownBy(() -> method.call(client))
          .withMessage("a proxy refused: HTTP 403");
    } finally {
      ProxySelector.setDefault(before);
    }
    assertThat(server.requests()).containsExactly("CONNECT provider.example:443 HTTP/1.1");
  }

  @Test
  void closesAConnectionThatNobodyUsesAnyMore() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    start(
        connection -> {
          answer(connection, "200 OK", "{}");
          staySilent(connection, closed);
        });

    Method.GET.call(client(PATIENT));

    closed.await();
  }

  @ParameterizedTest
  @EnumSource
  void asksOnceWhereItIsNotLetIn(Method method) throws Exception {
    start(
        connection ->
            ScriptedServer.write(
                connection,
                "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"any\"\r\n"
                    + "Content-Length: 0\r\n\r\n"));

    assertThat(method.call(client(PATIENT)).status()).isEqualTo(401);
    assertThat(server.requests()).containsExactly(method.request);
  }

  @ParameterizedTest
  @EnumSource
  void followsNoRedirect(Method method) throws Exception {
    start(
        connection ->
            ScriptedServer.write(
                connection,
                "HTTP/1.1 307 Temporary Redirect\r\nLocation: %s/elsewhere\r\nContent-Length: 0\r\n\r\n"
                    .formatted(server.address())));

    assertThat(method.call(client(PATIENT)).status()).isEqualTo(307);
    assertThat(server.requests()).containsExactly(method.request);
  }

  @Test
  void anInterruptedThreadCallsNobodyAndStaysInterrupted() throws Exception {
    start(connection -> answer(connection, "200 OK", "{}"));
    Thread.currentThread().interrupt();

    assertThatExceptionOfType(NoAnswer.class)
        .isThrownBy(() -> Method.GET.call(client(PATIENT)))
        .withMessageContaining("interrupted");

    assertThat(Thread.interrupted()).isTrue();
    assertThat(server.requests()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void waitsForASilentNameServerNoLongerThanItsTime(Method method) throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    start(connection -> answer(connection, "200 OK", "{}"));
    OutboundHttp client =
        new OutboundHttp(
            server.address(),
            SHORT,
            Optional::empty,
            SSLContext.getDefault(),
            host -> {
              awaitUninterruptibly(ended);
              return InetAddress.getAllByName(host);
            });

    assertNoAnswerInTime(() -> method.call(client));

    ended.countDown();
    assertThat(server.requests()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void waitsForASilentHandshakeNoLongerThanItsTime(Method method) throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      OutboundHttp client =
          new OutboundHttp(URI.create("https://127.0.0.1:" + silent.getLocalPort()), SHORT);

      assertNoAnswerInTime(() -> method.call(client));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "provider:8090",
        "provider",
        "ftp://provider",
        "https:///pay",
        "http://me:pw@provider"
      })
  void doesNotTakeAnAddressThatNobodyCanBeCalledBy(String address) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new OutboundHttp(URI.create(address), PATIENT))
        .withMessageContaining("http:// or https://")
        .withMessageNotContaining("provider");
  }

  private void start(Script script) throws IOException {
    server = ScriptedServer.answering(script);
  }

  private OutboundHttp client(Duration timeout) {
    return new OutboundHttp(server.address(), timeout);
  }

  private static void assertNoAnswerInTime(ThrowingCallable call) {
    long begin = System.nanoTime();
    assertThatExceptionOfType(NoAnswer.class)
        .isThrownBy(call)
        .withMessage("no whole answer within 400 ms");
    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .isBetween(SHORT, SHORT.plus(Duration.ofSeconds(3)));
  }

  private static void answer(Connection connection, String status, String body) throws IOException {
    ScriptedServer.write(
        connection,
        "HTTP/1.1 %s\r\nContent-Length: %d\r\n\r\n%s".formatted(status, body.length(), body));
  }

  private static void staySilent(Connection connection, CountDownLatch closed) {
    while (connection.pause()) {
      // Not a byte.
    }
    closed.countDown();
  }

  /** Always soon enough for a time-out that begins anew with each byte. */
  private static void drip(Connection connection, CountDownLatch closed) {
    try {
      ScriptedServer.write(connection, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
      while (connection.pause()) {
        ScriptedServer.write(connection, "x");
      }
    } catch (IOException gone) {
      // As it should be.
    }
    closed.countDown();
  }

  /** Longer than a client takes a connection for one that is open still. */
  private static void rest(Connection connection) {
    for (int moments = 0; moments < 4; moments++) {
      connection.pause();
    }
  }

  private static int closedPort() throws IOException {
    try (ServerSocket port = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return port.getLocalPort();
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    while (true) {
      try {
        latch.await();
        return;
      } catch (InterruptedException asTheSystemsLookup) {
        // Hears no interrupt.
      }
    }
  }

  /** The two ways to call, and what the server should see of one call. */
  enum Method {
    GET("GET /sms/A1 HTTP/1.1") {
      @Override
      Answer call(OutboundHttp http) throws NoAnswer {
        return http.get("/sms/A1");
      }
    },
    POST("POST /sms HTTP/1.1 {\"outId\":\"A1\"}") {
      @Override
      Answer call(OutboundHttp http) throws NoAnswer {
        return http.post("/sms", "{\"outId\":\"A1\"}".getBytes(UTF_8));
      }
    };

    private final String request;

    Method(String request) {
      this.request = request;
    }

    abstract Answer call(OutboundHttp http) throws NoAnswer;
  }
}
