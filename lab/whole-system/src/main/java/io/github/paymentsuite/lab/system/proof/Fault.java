package io.github.paymentsuite.lab.system.proof;

import java.time.Duration;

/**
 * Something that goes wrong, and is put right again.
 *
 * @param at from the start of the run
 * @param lasting until it is put right
 * @param size messages to deliver again, or milliseconds to hold everything back
 */
record Fault(Duration at, Kind kind, String victim, Duration lasting, int size) {
  /** What is done to the victim. */
  enum Kind {
    /** SIGKILL, and a start after a while. */
    KILL,
    /** SIGSTOP, and SIGCONT after a while: connections stay open and nothing is answered. */
    PAUSE,
    /** Every connection is reset, and every new one, for a while. */
    CUT,
    /** Everything is held back on its way, in both directions. */
    DELAY,
    /** Events of payments made so far are published once more, in any order. */
    REPEAT,
    /** A consumer group dies and comes back with older offsets, as from a backup. */
    REWIND
  }

  /** When it is put right, from the start of the run. */
  Duration end() {
    return at.plus(lasting);
  }

  @Override
  public String toString() {
    return "%6.1f s %s %s for %.1f s%s"
        .formatted(
            at.toMillis() / 1000.0,
            kind,
            victim,
            lasting.toMillis() / 1000.0,
            size == 0 ? "" : " (" + size + ")");
  }
}
