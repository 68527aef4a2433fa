package io.github.paymentsuite.lab.benchmark;

import io.github.paymentsuite.lab.infrastructure.FreePorts;
import io.github.paymentsuite.lab.infrastructure.GuardedProcess;
import io.github.paymentsuite.lab.system.ProjectRoot;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Seata's transaction coordinator, which keeps its sessions in files of its own. */
final class SeataServer implements AutoCloseable {
  /** Where {@code lab/bench} has put it. */
  private static final String LIBRARIES = "lab/benchmark/seata-server/target/lib";

  private static final Duration START_LIMIT = Duration.ofMinutes(3);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final GuardedProcess process;
  private final int port;

  private SeataServer(GuardedProcess process, int port) {
    this.process = process;
    this.port = port;
  }

  /** What its clients need to know, as a JVM's argument. */
  String clientArgument() {
    return "-Dservice.default.grouplist=127.0.0.1:" + port;
  }

  /** Started, and listening. */
  static SeataServer start(Path directory, String... jvm) {
    Path libraries = ProjectRoot.find().resolve(LIBRARIES);
    if (!Files.isDirectory(libraries)) {
      throw new IllegalStateException("Seata's server is not in " + libraries);
    }
    int port = FreePorts.next();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(jvm));
    command.addAll(
        List.of(
            "-Dserver.port=" + FreePorts.next(),
            "-Dserver.address=127.0.0.1",
            "-Dseata.server.service-port=" + port,
            "-Dseata.store.mode=file",
            "-Dseata.store.file.dir=" + directory.resolve("seata"),
            // Before it answers, as the suite's broker does.
            "-Dseata.store.file.flush-disk-mode=sync",
            "-Dlog.home=" + directory.resolve("seata-logs"),
            "-cp",
            libraries + "/*",
            "io.seata.server.ServerApplication",
            "-h",
            "127.0.0.1"));
    SeataServer server =
        new SeataServer(
            GuardedProcess.start(
                "seata-server",
                command,
                Map.of(),
                directory,
                directory.resolve("seata-server.log")),
            port);
    server.awaitListening();
    return server;
  }

  long pid() {
    return process.pid();
  }

  private void awaitListening() {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (!isListening()) {
      if (!process.isAlive() || System.nanoTime() - deadline >= 0) {
        throw new IllegalStateException("Seata's server does not start:\n" + process.lastLines(40));
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private boolean isListening() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  @Override
  public void close() {
    process.terminate(STOP_LIMIT);
  }
}
