package io.github.paymentsuite.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.cert.CertPathValidatorException;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.logging.Logger;
import javax.net.ssl.SSLException;
import org.apache.rocketmq.remoting.exception.RemotingTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.mock.env.MockEnvironment;

@Timeout(30)
class StartUpWaitTest {
  private static final String PASSWORD = "open-sesame";
  private static final String SECRET = "trust-no-one";

  private final LateDatabase database = new LateDatabase();

  @AfterEach
  void forgetTheDatabase() throws SQLException {
    DriverManager.deregisterDriver(database);
  }

  @Test
  void givesUpOnTheDatabaseWithOneClearSentenceAfterItsWait() throws IOException {
    int port = closedPort();
    long begin = System.nanoTime();

    DependencyUnreachable gaveUp =
        giveUp("jdbc:mysql://127.0.0.1:%d/order_db?trustStorePassword=%s".formatted(port, SECRET));

    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(10));
    assertThat(gaveUp)
        .hasMessage(
            "the database at jdbc:mysql://127.0.0.1:%d/order_db could not be reached within 1 s:"
                    .formatted(port)
                + " Connection refused");
    assertSaysNothingSecretInOneLine(gaveUp);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:nosuch://127.0.0.1:1/order_db?trustStorePassword=" + SECRET,
        "jdbc:mysql://127.0.0.1:1:2/order_db?trustStorePassword=" + SECRET,
        "jdbc:mysql://127.0.0.1:1/order_db?sslMode=" + SECRET,
        "jdbc:mysql://root:" + SECRET + "@127.0.0.1:1/order_db"
      })
  void repeatsNoSecretOfAWrongUrl(String url) throws IOException {
    assertSaysNothingSecretInOneLine(giveUp(url));
  }

  @Test
  void givesUpOnTheNameServerWithOneClearSentence() throws SQLException, IOException {
    DriverManager.registerDriver(database);
    int port = closedPort();

    DependencyUnreachable gaveUp =
        catchThrowableOfType(
            DependencyUnreachable.class,
            () -> await(LateDatabase.URL, "127.0.0.1:" + port, Duration.ofSeconds(1)));

    assertThat(gaveUp)
        .hasMessage(
            "the RocketMQ name server at 127.0.0.1:%d could not be reached within 1 s:"
                    .formatted(port)
                + " Connection refused");
    assertSaysNothingSecretInOneLine(gaveUp);
  }

  @Test
  void givesUpOnANameServerThatAcceptsConnectionsAndDoesNotAnswer() throws Exception {
    DriverManager.registerDriver(database);
    try (ServerSocket hanging = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + hanging.getLocalPort();

      DependencyUnreachable gaveUp =
          catchThrowableOfType(
              DependencyUnreachable.class,
              () -> await(LateDatabase.URL, address, Duration.ofSeconds(1)));

      assertThat(gaveUp)
          .hasMessage(
              "the RocketMQ name server at %s could not be reached within 1 s: Read timed out"
                  .formatted(address));
    }
  }

  @Test
  void saysInOneSentenceThatRocketMqStoppedAnsweringAfterTheWait() {
    Throwable failure =
        new IllegalStateException(
            "cannot start the bean",
            new IllegalStateException(new RemotingTimeoutException("wait response timeout")));

    assertThat(new RocketMqUnreachableAnalyzer().analyze(failure).getDescription())
        .isEqualTo("RocketMQ did not answer while a client was started: wait response timeout");
    assertThat(new RocketMqUnreachableAnalyzer().analyze(new IllegalStateException())).isNull();
  }

  @Test
  void isContentWithOneOfTheNameServers() throws Exception {
    DriverManager.registerDriver(database);
    try (AnsweringNameServer open = new AnsweringNameServer()) {
      String addresses = "127.0.0.1:%d; 127.0.0.1:%d".formatted(closedPort(), open.port());

      assertThatCode(() -> await(LateDatabase.URL, addresses, Duration.ofSeconds(1)))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void goesOnAsSoonAsALateDatabaseIsThere() throws Exception {
    database.refusals = 2;
    DriverManager.registerDriver(database);
    try (AnsweringNameServer open = new AnsweringNameServer()) {
      await(LateDatabase.URL, "127.0.0.1:" + open.port(), Duration.ofSeconds(20));
    }

    assertThat(database.users)
        .containsExactly("order_service", "order_service", "order_service", "order_migration");
  }

  @Test
  void waitsForTheUserOfTheMigrationsToo() throws Exception {
    database.refused = "order_migration";
    DriverManager.registerDriver(database);
    String nameServer = "127.0.0.1:" + closedPort();

    DependencyUnreachable gaveUp =
        catchThrowableOfType(
            DependencyUnreachable.class,
            () -> await(LateDatabase.URL, nameServer, Duration.ofSeconds(1)));

    assertThat(gaveUp)
        .hasMessage(
            "the database at %s could not be reached within 1 s: Access denied for user 'order_migration'"
                .formatted(LateDatabase.URL));
    assertSaysNothingSecretInOneLine(gaveUp);
  }

  @Test
  void theSentenceIsWhatTheOperatorReads() throws IOException {
    DependencyUnreachable gaveUp = giveUp("jdbc:mysql://127.0.0.1:%d/db".formatted(closedPort()));

    assertThat(new DependencyUnreachableAnalyzer().analyze(gaveUp).getDescription())
        .isEqualTo(gaveUp.getMessage());
  }

  @Test
  void saysThatTheDatabaseIsNotTheOneThatItShouldBe() throws Exception {
    database.mistrust =
        new CertPathValidatorException("Path does not chain with any of the trust anchors");
    DriverManager.registerDriver(database);

    assertThat(giveUp(LateDatabase.URL))
        .hasMessage(
            "the database at %s could not be reached within 1 s: Path does not chain with any of the trust anchors"
                .formatted(LateDatabase.URL));
  }

  private static void assertSaysNothingSecretInOneLine(DependencyUnreachable gaveUp) {
    assertThat(gaveUp.getMessage())
        .doesNotContain(PASSWORD, SECRET, "?", "\n", "\r")
        .hasSizeLessThan(300);
  }

  private static DependencyUnreachable giveUp(String url) throws IOException {
    String nameServer = "127.0.0.1:" + closedPort();
    return catchThrowableOfType(
        DependencyUnreachable.class, () -> await(url, nameServer, Duration.ofSeconds(1)));
  }

  private static void await(String url, String nameServers, Duration wait) {
    MockEnvironment environment =
        new MockEnvironment()
            .withProperty("start-up.wait", wait.toString())
            .withProperty("spring.datasource.url", url)
            .withProperty("spring.datasource.username", "order_service")
            .withProperty("spring.datasource.password", PASSWORD)
            .withProperty("spring.flyway.user", "order_migration")
            .withProperty("spring.flyway.password", PASSWORD)
            .withProperty("rocketmq.name-server", nameServers);
    environment.setConversionService(new ApplicationConversionService());
    new StartUpWait(environment).postProcessBeanFactory(new DefaultListableBeanFactory());
  }

  private static int closedPort() throws IOException {
    try (ServerSocket port = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return port.getLocalPort();
    }
  }

  /** Answers the first question with anything at all. */
  private static class AnsweringNameServer implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());

    AnsweringNameServer() throws IOException {
      Thread answering = new Thread(this::answer, "answering-name-server");
      answering.setDaemon(true);
      answering.start();
    }

    int port() {
      return listener.getLocalPort();
    }

    private void answer() {
      try (Socket client = listener.accept()) {
        client.getInputStream().read();
        client.getOutputStream().write(0);
        client.getInputStream().transferTo(OutputStream.nullOutputStream());
      } catch (IOException closed) {
        // The test is over.
      }
    }

    @Override
    public void close() throws IOException {
      listener.close();
    }
  }

  /** A database that refuses the first connections, and a user. */
  private static class LateDatabase implements Driver {
    static final String URL = "jdbc:late:order_db";

    private final List<String> users = new ArrayList<>();
    private int refusals;
    private String refused;
    private Exception mistrust;

    @Override
    public Connection connect(String url, Properties login) throws SQLException {
      if (!acceptsURL(url)) {
        return null;
      }
      String user = login.getProperty("user");
      users.add(user);
      if (users.size() <= refusals) {
        throw new SQLException("not yet");
      }
      if (mistrust != null) {
        throw new SQLException("Communications link failure", new SSLException("", mistrust));
      }
      if (user.equals(refused)) {
        throw new SQLException("Access denied for user '%s'".formatted(user), "28000", 1045);
      }
      return (Connection)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {Connection.class},
              (proxy, method, arguments) -> null);
    }

    @Override
    public boolean acceptsURL(String url) {
      return url.equals(URL);
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties login) {
      return new DriverPropertyInfo[0];
    }

    @Override
    public int getMajorVersion() {
      return 1;
    }

    @Override
    public int getMinorVersion() {
      return 0;
    }

    @Override
    public boolean jdbcCompliant() {
      return false;
    }

    @Override
    public Logger getParentLogger() {
      return Logger.getGlobal();
    }
  }
}
