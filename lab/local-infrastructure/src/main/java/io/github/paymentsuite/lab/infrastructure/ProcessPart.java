package io.github.paymentsuite.lab.infrastructure;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A part that is a process of this machine. */
final class ProcessPart extends StartablePart {

  /** The broker takes about 10 s to stop. */
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

  private static final int LINES = 20;

  private final Supplier<GuardedProcess> launcher;
  private volatile GuardedProcess process;

  ProcessPart(
      String name,
      List<Integer> ports,
      Consumer<String> progress,
      Supplier<GuardedProcess> launcher) {
    super(name, ports, progress);
    this.launcher = launcher;
  }

  @Override
  void run() {
    process = launcher.get();
  }

  @Override
  public boolean isRunning() {
    return process != null && process.isAlive();
  }

  @Override
  public OptionalLong pid() {
    return isRunning() ? OptionalLong.of(process.pid()) : OptionalLong.empty();
  }

  @Override
  public void stop() {
    if (isRunning()) {
      process.terminate(STOP_LIMIT);
    }
  }

  @Override
  public void kill() {
    if (isRunning()) {
      process.kill();
    }
  }

  @Override
  void suspend() {
    process.pause();
  }

  @Override
  void unsuspend() {
    process.resume();
  }

  @Override
  String lastOutput() {
    return process.lastLines(LINES) + System.lineSeparator() + process.mainThread();
  }
}
