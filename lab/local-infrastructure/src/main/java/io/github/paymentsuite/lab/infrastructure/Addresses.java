package io.github.paymentsuite.lab.infrastructure;

import java.util.List;

/** Where the parts listen on 127.0.0.1, chosen once for all their restarts. */
record Addresses(int database, int nameServer, int broker) {

  /**
   * Beside its port, {@code p}, the broker listens on {@code p - 2} (for its favoured clients) and
   * {@code p + 1} (for replicas).
   */
  private static final int BROKER_PORTS = 4;

  static Addresses choose() {
    return new Addresses(
        FreePorts.next(), FreePorts.next(), FreePorts.consecutive(BROKER_PORTS) + 2);
  }

  List<Integer> brokerPorts() {
    return List.of(broker - 2, broker, broker + 1);
  }

  String nameServerAddress() {
    return "127.0.0.1:" + nameServer;
  }

  String databaseUrl(String schema) {
    return "jdbc:mysql://127.0.0.1:%d/%s".formatted(database, schema);
  }
}
