package io.github.paymentsuite.starter;

import java.time.Duration;
import org.apache.coyote.ProtocolHandler;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * What lies between "not ready" and the closed port, so that a restart fails no request. Tomcat's
 * own graceful end drops, without an answer, each request that arrives on a connection that was
 * kept open, and whoever looks after readiness needs a while to see that it is gone. Meanwhile
 * every request is answered as ever, and each answer closes its connection. A client that pays no
 * heed to readiness finds the port closed afterwards.
 */
final class Drain implements SmartLifecycle {
  private final WebServerApplicationContext service;
  private final Duration duration;
  private volatile boolean running;

  /**
   * @param duration longer than a load balancer takes to see that an instance is not ready
   */
  Drain(WebServerApplicationContext service, Duration duration) {
    this.service = service;
    this.duration = duration;
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    ProtocolHandler port =
        ((TomcatWebServer) service.getWebServer()).getTomcat().getConnector().getProtocolHandler();
    // From the next answer on, each is the last on its connection.
    ((AbstractHttp11Protocol<?>) port).setMaxKeepAliveRequests(1);
    try {
      Thread.sleep(duration.toMillis());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Before anything else ends but the management port, which Spring Boot closes first. */
  @Override
  public int getPhase() {
    return Integer.MAX_VALUE;
  }
}
