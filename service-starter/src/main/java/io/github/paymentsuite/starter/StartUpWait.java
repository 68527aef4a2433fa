package io.github.paymentsuite.starter;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.Environment;

/**
 * Waits for the database and a name server before any bean needs them: whoever starts the services
 * need not order them. Gives up after {@code start-up.wait} (a minute unless configured) with
 * {@link DependencyUnreachable}, which ends the process; what supervises it may start it again.
 */
class StartUpWait implements BeanFactoryPostProcessor {
  private static final Logger log = LoggerFactory.getLogger(StartUpWait.class);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final int CONNECT_TIMEOUT_MILLIS = 2000;

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
        "the RocketMQ name server at " + nameServers,
        deadline,
        wait,
        () -> connectToAnyOf(nameServers));
  }

  private void connectToDatabase() throws SQLException {
    Properties login = new Properties();
    login.setProperty("user", environment.getRequiredProperty("spring.datasource.username"));
    login.setProperty("password", environment.getRequiredProperty("spring.datasource.password"));
    login.setProperty("connectTimeout", String.valueOf(CONNECT_TIMEOUT_MILLIS));
    login.setProperty("socketTimeout", String.valueOf(CONNECT_TIMEOUT_MILLIS));
    login.setProperty("allowPublicKeyRetrieval", "true");
    DriverManager.getConnection(environment.getRequiredProperty("spring.datasource.url"), login)
        .close();
  }

  private static void connectToAnyOf(String nameServers) throws IOException {
    IOException last = null;
    for (String address : nameServers.split(";")) {
      int colon = address.lastIndexOf(':');
      try (Socket socket = new Socket()) {
        socket.connect(
            new InetSocketAddress(
                address.substring(0, colon).strip(),
                Integer.parseInt(address.substring(colon + 1).strip())),
            CONNECT_TIMEOUT_MILLIS);
        return;
      } catch (IOException unreachable) {
        last = unreachable;
      }
    }
    throw last;
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

  /** What the network or the server said; what the driver says of a URL repeats its secrets. */
  private static String reason(Exception unreachable) {
    Throwable root = NestedExceptionUtils.getMostSpecificCause(unreachable);
    boolean isAnswer = root instanceof SQLException refusal && refusal.getErrorCode() != 0;
    return root instanceof IOException || isAnswer
        ? String.valueOf(root.getMessage()).lines().findFirst().orElse("")
        : "its URL cannot be used";
  }

  private interface Attempt {
    void run() throws SQLException, IOException;
  }
}
