package io.github.paymentsuite.lab.infrastructure;

import java.util.OptionalLong;

/**
 * One server of the infrastructure, which can fail in every way a server can and comes back on its
 * port with its data.
 */
public interface Part {

  String name();

  boolean isRunning();

  /** The server's process id; empty while it does not run, and for a container. */
  OptionalLong pid();

  /** Starts it unless it runs, and returns when it really serves; gives up after a minute. */
  void start();

  /** SIGTERM, and SIGKILL if that takes too long. */
  void stop();

  /** SIGKILL. */
  void kill();

  /** Lets it hang: its connections stay open and nothing is answered. */
  void pause();

  /** Ends a pause. */
  void resume();
}
