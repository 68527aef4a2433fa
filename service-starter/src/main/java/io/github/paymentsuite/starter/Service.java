package io.github.paymentsuite.starter;

import org.springframework.boot.SpringApplication;

/** Runs a service's application class as the process that it is. */
public final class Service {
  /**
   * For so long (ms) after its last use a database connection is taken to be alive. By HikariCP's
   * half a second, a service with little to do asks the server before nearly each use. What a
   * restarted server has closed has mostly been unused for longer than this; a statement that meets
   * one that has not fails as any other, and is repeated by whoever began it.
   */
  private static final String ALIVE_MILLIS = "2000";

  private Service() {}

  /**
   * Starts the service, or ends the process with status 1: a RocketMQ client that was started
   * before something else failed has threads of its own, which would keep a dead service's process
   * alive.
   */
  public static void run(Class<?> application, String[] arguments) {
    System.setProperty("com.zaxxer.hikari.aliveBypassWindowMs", ALIVE_MILLIS);
    try {
      SpringApplication.run(application, arguments);
    } catch (RuntimeException reported) {
      System.exit(1);
    }
  }
}
