package io.github.paymentsuite.lab.infrastructure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * A child process that never outlives this JVM, however the JVM ends, and whose output goes to a
 * file.
 */
public final class GuardedProcess {

  /**
   * The shell becomes the command, so the process keeps its id. Beside it stays a watcher that
   * reads from a pipe held open by this JVM: at its end, be it by SIGKILL, the watcher kills its
   * parent. If the command has ended before, the watcher has another parent by then and leaves
   * alone whoever may have got the old id.
   */
  private static final String GUARD =
      """
      exec 3<&0
      (
        trap '' HUP INT TERM
        read -r _ <&3
        if [ -r /proc/self/stat ]; then
          read -r _ _ _ parent _ </proc/self/stat
        else
          parent=$(exec sh -c 'ps -o ppid= -p $PPID')
        fi
        [ "$parent" -eq $$ ] && kill -KILL $$
      ) &
      exec "$@" 3<&- </dev/null
      """;

  private static final Duration KILL_LIMIT = Duration.ofSeconds(10);
  private static final Duration SHUTDOWN_LIMIT = Duration.ofSeconds(15);
  private static final Duration THREADS_LIMIT = Duration.ofSeconds(10);
  private static final int LOG_TAIL_BYTES = 16 * 1024;

  /** Shared by the whole JVM, as its end is: what still runs then is stopped. */
  private static final Set<GuardedProcess> LIVE = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(GuardedProcess::stopAll, "guarded-processes"));
  }

  private final String name;
  private final Path log;
  // Strongly held while it lives: its collection would close the watcher's pipe.
  private final Process process;

  private GuardedProcess(String name, Path log, Process process) {
    this.name = name;
    this.log = log;
    this.process = process;
  }

  /**
   * Starts a command.
   *
   * @param environment is added to this JVM's own
   * @param log gets standard output and error appended
   */
  public static GuardedProcess start(
      String name,
      List<String> command,
      Map<String, String> environment,
      Path directory,
      Path log) {
    List<String> guarded = new ArrayList<>(List.of("sh", "-c", GUARD, name));
    guarded.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(guarded)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    try {
      Files.createDirectories(log.toAbsolutePath().getParent());
      GuardedProcess started = new GuardedProcess(name, log, ChildProcess.start(builder));
      LIVE.add(started);
      started.process.onExit().thenRun(() -> LIVE.remove(started));
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be started", e);
    }
  }

  public String name() {
    return name;
  }

  /** The command's own process id, not that of a wrapper. */
  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Completes with the exit code; 128 plus the signal's number after a signal. */
  public CompletableFuture<Integer> onExit() {
    return process.onExit().thenApply(Process::exitValue);
  }

  /** Waits for the end and gives the exit code. */
  public int awaitExit(Duration limit) {
    try {
      return onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "%s (pid %d) still runs after %s".formatted(name, pid(), limit), e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for " + name, e);
    }
  }

  /** Asks it to end (SIGTERM); does not wait. */
  public void requestEnd() {
    // By handle: Process.destroy would also close the watcher's pipe, and the watcher would kill
    // what was only asked to end.
    process.toHandle().destroy();
  }

  /** The same, and kills it if it has not ended within the limit. */
  public void terminate(Duration limit) {
    requestEnd();
    try {
      if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    kill();
  }

  /** SIGKILL; returns when it is gone. */
  public void kill() {
    requestKill();
    awaitExit(KILL_LIMIT);
  }

  /** SIGSTOP: it keeps its connections and answers nothing. */
  public void pause() {
    signal("STOP");
  }

  /** SIGCONT. */
  public void resume() {
    signal("CONT");
  }

  public Path log() {
    return log;
  }

  /** The end of its log, for messages about its failure. */
  public String lastLines(int count) {
    try (var file = Files.newByteChannel(log)) {
      file.position(Math.max(0, file.size() - LOG_TAIL_BYTES));
      ByteBuffer bytes = ByteBuffer.allocate(LOG_TAIL_BYTES);
      while (bytes.hasRemaining() && file.read(bytes) >= 0) {
        // read on until the buffer is full or the file ends
      }
      List<String> lines =
          new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8).lines().toList();
      return String.join(
          System.lineSeparator(), lines.subList(Math.max(0, lines.size() - count), lines.size()));
    } catch (IOException e) {
      return "(" + log + " cannot be read: " + e.getMessage() + ")";
    }
  }

  /**
   * What the main thread of a JVM is doing, for messages about its failure; empty of any other
   * process, and of one that ended.
   */
  String mainThread() {
    // Whatever is no JVM would be ended by the question.
    if (process.info().command().filter(command -> command.endsWith("/java")).isEmpty()) {
      return "";
    }
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    try {
      Process asked =
          ChildProcess.start(
              new ProcessBuilder(jcmd.toString(), Long.toString(pid()), "Thread.print")
                  .redirectErrorStream(true));
      asked
          .onExit()
          .orTimeout(THREADS_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
          .exceptionally(late -> asked.destroyForcibly());
      String threads = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return threads
          .lines()
          .dropWhile(line -> !line.startsWith("\"main\""))
          .takeWhile(line -> !line.isBlank())
          .collect(Collectors.joining(System.lineSeparator()));
    } catch (IOException e) {
      return "(its threads cannot be asked for: " + e.getMessage() + ")";
    }
  }

  @Override
  public String toString() {
    return "%s (pid %d)".formatted(name, pid());
  }

  private void requestKill() {
    process.toHandle().destroyForcibly();
  }

  private void signal(String signal) {
    if (!isAlive()) {
      throw new IllegalStateException(this + " does not run");
    }
    try {
      Process kill =
          ChildProcess.start(
              new ProcessBuilder("sh", "-c", "kill -%s %d".formatted(signal, pid()))
                  .redirectErrorStream(true));
      String output = new String(kill.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (kill.waitFor() != 0) {
        throw new IllegalStateException(
            "%s got no SIG%s: %s".formatted(this, signal, output.strip()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while signalling " + this, e);
    }
  }

  private static void stopAll() {
    List<GuardedProcess> live = List.copyOf(LIVE);
    live.forEach(GuardedProcess::requestEnd);
    CompletableFuture<?>[] ends =
        live.stream().map(GuardedProcess::onExit).toArray(CompletableFuture<?>[]::new);
    CompletableFuture.allOf(ends)
        .completeOnTimeout(null, SHUTDOWN_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
        .join();
    live.forEach(GuardedProcess::requestKill);
  }
}
