package io.github.paymentsuite.lab.infrastructure;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * How to start the infrastructure.
 *
 * @param dataDirectory where data and logs go; one running infrastructure at a time
 * @param keepData whether to go on with the data of the last run and leave it for the next, or to
 *     start from empty
 * @param brokerSettings on top of the broker.conf that the product ships
 * @param progress gets a line for each step
 */
public record Settings(
    Path dataDirectory,
    boolean keepData,
    Map<String, String> brokerSettings,
    Consumer<String> progress) {

  public Settings {
    dataDirectory = dataDirectory.toAbsolutePath().normalize();
    brokerSettings = Map.copyOf(brokerSettings);
  }

  /** Starts from empty, with the product's own settings. */
  public static Settings startingEmpty(Path dataDirectory) {
    return new Settings(dataDirectory, false, Map.of(), line -> {});
  }

  /** Goes on with the data of the last run. Containers keep none. */
  public static Settings keepingData(Path dataDirectory) {
    return new Settings(dataDirectory, true, Map.of(), line -> {});
  }

  /** Starts from empty, with check-backs and retries that do not make a test wait. */
  public static Settings forTests(Path dataDirectory) {
    return startingEmpty(dataDirectory)
        .withBrokerSetting("transactionTimeOut", "2000")
        .withBrokerSetting("transactionCheckInterval", "1000")
        .withBrokerSetting("transactionOpBatchInterval", "100")
        // Timer messages are not tested; their wheel, written every second, costs a tenth of a
        // core.
        .withBrokerSetting("timerWheelEnable", "false")
        .withBrokerSetting(
            "messageDelayLevel", "1s 1s 1s 1s 2s 2s 2s 2s 2s 2s 2s 2s 2s 2s 2s 2s 2s 2s");
  }

  public Settings withBrokerSetting(String name, String value) {
    Map<String, String> settings = new HashMap<>(brokerSettings);
    settings.put(name, value);
    return new Settings(dataDirectory, keepData, settings, progress);
  }

  public Settings withProgress(Consumer<String> progress) {
    return new Settings(dataDirectory, keepData, brokerSettings, progress);
  }
}
