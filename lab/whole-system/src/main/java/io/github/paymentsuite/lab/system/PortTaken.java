package io.github.paymentsuite.lab.system;

/** A port that a service needs belongs to another program. */
class PortTaken extends RuntimeException {
  private static final long serialVersionUID = 1;

  PortTaken(int port, String service) {
    super("port %d, which %s needs, is taken by another program".formatted(port, service));
  }
}
