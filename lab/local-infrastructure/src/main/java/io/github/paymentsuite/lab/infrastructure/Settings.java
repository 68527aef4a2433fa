package io.github.paymentsuite.lab.infrastructure;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * How to start the infrastructure.
 *
 * @param dataDirectory where data and logs go; one running infrastructure at a time
 * @param storeDirectory where what the database and the broker store goes: the data directory, or a
 *     disk of their own
 * @param keepData whether to go on with the data of the last run and leave it for the next, or to
 *     start from empty
 * @param brokerSettings on top of the broker.conf that the product ships
 * @param databaseSettings the server's options, on top of those that money depends on
 * @param rocketMqJvmArguments of the embedded broker and name server, after those that start them
 *     quickly; containers have those of their image
 * @param progress gets a line for each step
 */
public record Settings(
    Path dataDirectory,
    Path storeDirectory,
    boolean keepData,
    Map<String, String> brokerSettings,
    Map<String, String> databaseSettings,
    List<String> rocketMqJvmArguments,
    Consumer<String> progress) {

  public Settings {
    dataDirectory = dataDirectory.toAbsolutePath().normalize();
    storeDirectory = storeDirectory.toAbsolutePath().normalize();
    brokerSettings = Map.copyOf(brokerSettings);
    databaseSettings = Map.copyOf(databaseSettings);
    rocketMqJvmArguments = List.copyOf(rocketMqJvmArguments);
  }

  /** Starts from empty, with the product's own settings. */
  public static Settings startingEmpty(Path dataDirectory) {
    return new Settings(
        dataDirectory, dataDirectory, false, Map.of(), Map.of(), List.of(), line -> {});
  }

  /** Goes on with the data of the last run. Containers keep none. */
  public static Settings keepingData(Path dataDirectory) {
    return startingEmpty(dataDirectory).keepingData();
  }

  /** Starts from empty, with check-backs and retries that do not make a test wait. */
  public static Settings forTests(Path dataDirectory) {
    return startingEmpty(dataDirectory)
        .withBrokerSetting("transactionTimeOut", "2000")
        .withBrokerSetting("transactionCheckInterval", "1000")
        .withBrokerSetting("transactionOpBatchInterval", "100")
        .withBrokerSetting(
            "messageDelayLevel", "1s 1s 1s 1s 2s 2s 2s 2s 2s 2s 2s 2s 2s 2s 2s 2s 2s 2s");
  }

  public Settings keepingData() {
    return new Settings(
        dataDirectory,
        storeDirectory,
        true,
        brokerSettings,
        databaseSettings,
        rocketMqJvmArguments,
        progress);
  }

  /** What is stored goes to this disk, everything else stays where it is. */
  public Settings withStoreOn(Path disk) {
    return new Settings(
        dataDirectory,
        disk,
        keepData,
        brokerSettings,
        databaseSettings,
        rocketMqJvmArguments,
        progress);
  }

  public Settings withBrokerSetting(String name, String value) {
    return withBrokerSettings(with(brokerSettings, name, value));
  }

  /** These and no others. */
  public Settings withBrokerSettings(Map<String, String> settings) {
    return new Settings(
        dataDirectory,
        storeDirectory,
        keepData,
        settings,
        databaseSettings,
        rocketMqJvmArguments,
        progress);
  }

  public Settings withDatabaseSetting(String name, String value) {
    return new Settings(
        dataDirectory,
        storeDirectory,
        keepData,
        brokerSettings,
        with(databaseSettings, name, value),
        rocketMqJvmArguments,
        progress);
  }

  /** These and no others. */
  public Settings withRocketMqJvmArguments(List<String> arguments) {
    return new Settings(
        dataDirectory,
        storeDirectory,
        keepData,
        brokerSettings,
        databaseSettings,
        arguments,
        progress);
  }

  public Settings withProgress(Consumer<String> listener) {
    return new Settings(
        dataDirectory,
        storeDirectory,
        keepData,
        brokerSettings,
        databaseSettings,
        rocketMqJvmArguments,
        listener);
  }

  private static Map<String, String> with(Map<String, String> settings, String name, String value) {
    Map<String, String> changed = new HashMap<>(settings);
    changed.put(name, value);
    return changed;
  }
}
