package io.github.paymentsuite.lab.infrastructure;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

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

  /** By whom the service works, with the rights that its statements need. */
  DatabaseUser user() {
    return new DatabaseUser(lowerCase() + "_service", name() + "_DB_PASSWORD");
  }

  /** By whom Flyway changes the schema. */
  DatabaseUser migrationUser() {
    return new DatabaseUser(lowerCase() + "_migration", name() + "_DB_MIGRATION_PASSWORD");
  }

  static List<DatabaseUser> databaseUsers() {
    return Stream.of(values())
        .flatMap(participant -> Stream.of(participant.user(), participant.migrationUser()))
        .toList();
  }

  /** As whom the service signs in at the broker. */
  String brokerUser() {
    return lowerCase() + "_service";
  }

  String brokerSecretVariable() {
    return name() + "_ROCKETMQ_SECRET_KEY";
  }

  private String lowerCase() {
    return name().toLowerCase(Locale.ROOT);
  }
}
