package io.github.paymentsuite.starter;

import org.springframework.boot.SpringApplication;

/** Runs a service's application class as the process that it is. */
public final class Service {
  private Service() {}

  /**
   * Starts the service, or ends the process with status 1: a RocketMQ client that was started
   * before something else failed has threads of its own, which would keep a dead service's process
   * alive.
   */
  public static void run(Class<?> application, String[] arguments) {
    try {
      SpringApplication.run(application, arguments);
    } catch (RuntimeException reported) {
      System.exit(1);
    }
  }
}
