package io.github.paymentsuite.starter;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import org.apache.rocketmq.remoting.protocol.RemotingCommand;
import org.apache.rocketmq.remoting.protocol.RequestCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.Environment;

/**
 * Waits until the database and a name server answer, before any bean needs them: whoever starts the
 * services need not order them. Gives up after {@code start-up.wait} (a minute unless configured)
 * with {@link DependencyUnreachable}, which ends the process; what supervises it may start it
 * again.
 */
class StartUpWait implements BeanFactoryPostProcessor {
  private static final Logger log = LoggerFactory.getLogger(StartUpWait.class);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final int CONNECT_TIMEOUT_MILLIS = 2000;

  /** As long as the RocketMQ client gives it. */
  private static final int ANSWER_TIMEOUT_MILLIS = 3000;

  private final Environment environment;

  StartUpWait(Environment environment) {
    this.environment = environment;
  }

  @Override
  public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
    Duration wait = environment.getProperty("start-up.wait", Duration.class, Duration.ofMinutes(1));
    long deadline = System.nanoTime() + wait.toNanos();
    String database = environment.getRequiredProperty("spring.datasource.url");
    await("the database at " + withoutSecrets(database), deadline, wait, this::connectToDatabase);
    String nameServers = environment.getRequiredProperty("rocketmq.name-server");
    await(
        "the RocketMQ name server at " + nameServers, deadline, wait, () -> askAnyOf(nameServers));
  }

  /** As both its users: who works, and who changes the tables. */
  private void connectToDatabase() throws SQLException {
    connectToDatabase("spring.datasource.username", "spring.datasource.password");
    connectToDatabase("spring.flyway.user", "spring.flyway.password");
  }

  private void connectToDatabase(String user, String password) throws SQLException {
    Properties login = new Properties();
    login.setProperty("user", environment.getRequiredProperty(user));
    login.setProperty("password", environment.getRequiredProperty(password));
    login.setProperty("connectTimeout", String.valueOf(CONNECT_TIMEOUT_MILLIS));
    login.setProperty("socketTimeout", String.valueOf(CONNECT_TIMEOUT_MILLIS));
    login.setProperty("allowPublicKeyRetrieval", "true");
    DriverManager.getConnection(environment.getRequiredProperty("spring.datasource.url"), login)
        .close();
  }

  private void askAnyOf(String nameServers) throws IOException {
    IOException last = null;
    for (String address : nameServers.split(";")) {
      int colon = address.lastIndexOf(':');
      try {
        ask(
            new InetSocketAddress(
                address.substring(0, colon).strip(),
                Integer.parseInt(address.substring(colon + 1).strip())));
        return;
      } catch (IOException unreachable) {
        last = unreachable;
      }
    }
    throw last;
  }

  /**
   * That it accepts a connection says nothing: the operating system does so for a server that
   * hangs. Whatever it answers, it answers.
   */
  private void ask(InetSocketAddress nameServer) throws IOException {
    ByteBuffer question =
        RemotingCommand.createRequestCommand(RequestCode.GET_BROKER_CLUSTER_INFO, null).encode();
    try (Socket socket = RocketMqTls.sockets(environment).createSocket()) {
      socket.connect(nameServer, CONNECT_TIMEOUT_MILLIS);
      socket.setSoTimeout(ANSWER_TIMEOUT_MILLIS);
      socket.getOutputStream().write(question.array(), 0, question.limit());
      if (socket.getInputStream().read() < 0) {
        throw new EOFException("it closed the connection without an answer");
      }
    }
  }

  private static void await(String what, long deadline, Duration wait, Attempt attempt) {
    boolean told = false;
    while (true) {
      try {
        attempt.run();
        return;
      } catch (SQLException | IOException unreachable) {
        if (System.nanoTime() - deadline >= 0) {
          throw new DependencyUnreachable(what, wait, reason(unreachable), unreachable);
        }
        if (!told) {
          log.info("waiting for {}", what);
          told = true;
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  /** A URL may carry secrets before its host and among its parameters. */
  private static String withoutSecrets(String url) {
    int parameters = url.indexOf('?');
    String address = parameters < 0 ? url : url.substring(0, parameters);
    return address.replaceFirst("//[^/]*@", "//");
  }

  /**
   * What the network, the server or the check of its certificate said; what the driver says of a
   * URL repeats its secrets.
   */
  private static String reason(Exception unreachable) {
    Throwable root = NestedExceptionUtils.getMostSpecificCause(unreachable);
    boolean isAnswer = root instanceof SQLException refusal && refusal.getErrorCode() != 0;
    return root instanceof IOException || root instanceof GeneralSecurityException || isAnswer
        ? String.valueOf(root.getMessage()).lines().findFirst().orElse("")
        : "its URL cannot be used";
  }

  private interface Attempt {
    void run() throws SQLException, IOException;
  }
}
