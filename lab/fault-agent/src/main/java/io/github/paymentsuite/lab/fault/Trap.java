package io.github.paymentsuite.lab.fault;

import io.github.paymentsuite.lab.fault.TrapFolder.Action;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** A crash point within the process under test: springs the traps that are set there. */
final class Trap implements Fault {
  private static final Duration HOLD_LIMIT = Duration.ofMinutes(2);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  private final TrapFolder folder;
  private final CrashPoint point;

  Trap(TrapFolder folder, CrashPoint point) {
    this.folder = folder;
    this.point = point;
  }

  @Override
  public void before(Call call) throws Exception {
    if (point.side() == CrashPoint.Side.BEFORE) {
      spring(call);
    }
  }

  @Override
  public void after(Call call) throws Exception {
    if (point.side() != CrashPoint.Side.BEFORE && call.thrown() == null) {
      spring(call);
    }
  }

  private void spring(Call call) throws IOException, InterruptedException {
    if (folder.spring(point, Action.KILL, call).isPresent()) {
      if (point.side() == CrashPoint.Side.SENT) {
        // What was only handed over to be sent is on its way by then.
        LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
      }
      killSelf();
    }
    if (folder.spring(point, Action.SKIP, call).isPresent()) {
      call.skip(null);
    }
    Optional<Path> held = folder.spring(point, Action.HOLD, call);
    if (held.isPresent()) {
      hold(held.get());
    }
  }

  private void hold(Path mark) throws IOException {
    long deadline = System.nanoTime() + HOLD_LIMIT.toNanos();
    while (Files.exists(mark)) {
      if (System.nanoTime() - deadline >= 0) {
        throw new IOException(point.label() + " was held for more than " + HOLD_LIMIT);
      }
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
  }

  /**
   * By a command, because a JVM cannot raise this signal itself. The thread waits for its end here:
   * the instruction after the point is never reached.
   */
  private static void killSelf() throws IOException, InterruptedException {
    String pid = String.valueOf(ProcessHandle.current().pid());
    int exitCode = new ProcessBuilder("kill", "-KILL", pid).inheritIO().start().waitFor();
    throw new IOException("survived a SIGKILL: kill ended with " + exitCode);
  }
}
