package io.github.paymentsuite.starter;

import java.time.Duration;

/** What the service cannot work without did not answer while it was starting. */
class DependencyUnreachable extends RuntimeException {
  private static final long serialVersionUID = 1;

  DependencyUnreachable(String what, Duration waited, String reason, Exception cause) {
    super(
        "%s could not be reached within %d s: %s".formatted(what, waited.toSeconds(), reason),
        cause);
  }
}
