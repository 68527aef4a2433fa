package io.github.paymentsuite.lab.infrastructure;

import java.io.IOException;
import java.util.function.BooleanSupplier;

/**
 * Starts processes, never while a port is probed. Until its program runs, a child of this JVM holds
 * every socket that was open when it came into being: a port that was bound for a moment, to see
 * whether it is free, would still be taken afterwards.
 */
public final class ChildProcess {
  private ChildProcess() {}

  /** Returns when the program runs, and so holds no socket of this JVM any more. */
  public static synchronized Process start(ProcessBuilder command) throws IOException {
    return command.start();
  }

  /** Asks something that binds ports while no child comes into being. */
  static synchronized boolean whileNoneStarts(BooleanSupplier question) {
    return question.getAsBoolean();
  }
}
