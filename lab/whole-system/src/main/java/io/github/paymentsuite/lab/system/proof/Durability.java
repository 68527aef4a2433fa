package io.github.paymentsuite.lab.system.proof;

import io.github.paymentsuite.lab.infrastructure.Settings;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What has to be on the disk before database and broker acknowledge. */
enum Durability {
  /** Everything, as the product ships it. */
  SHIPPED(settings -> settings),
  /** No message: the broker writes within half a second. */
  ASYNC_FLUSH(settings -> settings.withBrokerSetting("flushDiskType", "ASYNC_FLUSH")),
  /** No transaction: the database writes once a second. */
  LAZY_COMMIT(settings -> settings.withDatabaseSetting("innodb-flush-log-at-trx-commit", "0"));

  private final UnaryOperator<Settings> change;

  Durability(UnaryOperator<Settings> change) {
    this.change = change;
  }

  static Durability named(String name) {
    return Stream.of(values())
        .filter(durability -> durability.toString().equals(name))
        .findFirst()
        .orElseThrow(() -> new Arguments.Wrong("there are no settings " + name));
  }

  Settings of(Settings settings) {
    return change.apply(settings);
  }

  /** As on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
