package io.github.paymentsuite.lab.infrastructure;

import java.util.Locale;

/** A service with a schema of its own, by the naming that sql/init follows. */
enum Participant {
  PAYMENT,
  ORDER,
  POINTS,
  NOTIFY;

  static Participant ofService(String service) {
    for (Participant participant : values()) {
      if (participant.service().equals(service)) {
        return participant;
      }
    }
    throw new IllegalArgumentException(
        "No service of this suite has a database and is called " + service);
  }

  String service() {
    return lowerCase() + "-service";
  }

  String schema() {
    return lowerCase() + "_db";
  }

  String user() {
    return lowerCase() + "_service";
  }

  String passwordVariable() {
    return name() + "_DB_PASSWORD";
  }

  private String lowerCase() {
    return name().toLowerCase(Locale.ROOT);
  }
}
