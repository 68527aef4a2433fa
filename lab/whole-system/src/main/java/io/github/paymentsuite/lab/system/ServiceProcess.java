package io.github.paymentsuite.lab.system;

import io.github.paymentsuite.lab.infrastructure.GuardedProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** One instance of a service: its jar in a process of its own, on ports that stay the same. */
public final class ServiceProcess {
  /** Heap for a demonstration; quick to start rather than quick to run for days. */
  private static final List<String> JVM =
      List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private static final Duration START_LIMIT = Duration.ofSeconds(120);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final String name;
  private final Definition definition;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private volatile GuardedProcess process;

  ServiceProcess(String name, Definition definition) {
    this.name = name;
    this.definition = definition;
  }

  /**
   * All that a process is started from.
   *
   * @param program what follows {@code java} and its flags
   * @param readiness answers 200 once the service is ready
   * @param directory the working directory, where the log goes too
   */
  record Definition(
      List<String> program,
      List<String> jvmArguments,
      Map<String, String> environment,
      URI api,
      URI readiness,
      Path directory) {}

  public String name() {
    return name;
  }

  public URI api() {
    return definition.api();
  }

  /** The base of what only operators see. */
  public URI management() {
    return definition.readiness().resolve("/");
  }

  /** Starts it unless it runs; does not wait. */
  public synchronized void launch() {
    if (isAlive()) {
      return;
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(javaHome(), "bin", "java").toString());
    command.addAll(JVM);
    command.addAll(definition.jvmArguments());
    command.addAll(definition.program());
    process =
        GuardedProcess.start(
            name,
            command,
            definition.environment(),
            definition.directory(),
            definition.directory().resolve(name + ".log"));
  }

  /**
   * Waits until it says that it is ready.
   *
   * @throws IllegalStateException with the end of its log if it ends instead, or takes too long
   */
  public void awaitReady() {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (!isReady()) {
      if (!isAlive() || System.nanoTime() - deadline >= 0) {
        throw new IllegalStateException(
            "%s did not become ready; the end of %s:%n%s"
                .formatted(name, process.log(), process.lastLines(40)));
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  public void start() {
    launch();
    awaitReady();
  }

  /** SIGKILL: no chance to finish anything. */
  public void kill() {
    process.kill();
  }

  /** SIGTERM: finishes what it has begun; does not wait. */
  void requestStop() {
    if (process != null) {
      process.requestEnd();
    }
  }

  /** The same, and returns when it has ended. */
  public void stop() {
    if (process != null) {
      process.terminate(STOP_LIMIT);
    }
  }

  public boolean isAlive() {
    return process != null && process.isAlive();
  }

  public GuardedProcess process() {
    return process;
  }

  /** What a load balancer asks; false as well where nothing answers. */
  public boolean isReady() {
    HttpRequest request =
        HttpRequest.newBuilder(definition.readiness()).timeout(Duration.ofSeconds(2)).build();
    try {
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + name + " starts", interrupted);
    }
  }

  /** The services run on another Java than this one where {@code services.java.home} says so. */
  static String javaHome() {
    return System.getProperty("services.java.home", System.getProperty("java.home"));
  }
}
