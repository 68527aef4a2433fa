package io.github.paymentsuite.lab.infrastructure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The broker.conf that the product ships, with what differs here. */
record BrokerConfiguration(Map<String, String> settings) {

  /** Files of a size for a test: nothing is lost by smaller ones but throughput. */
  private static final Map<String, String> SMALL_FILES =
      Map.of(
          "mappedFileSizeCommitLog", "33554432",
          "mappedFileSizeConsumeQueue", "200000",
          "maxHashSlotNum", "20000",
          "maxIndexNum", "80000");

  static BrokerConfiguration shipped(Path shippedRocketMq) throws IOException {
    Properties shipped = new Properties();
    try (var reader = Files.newBufferedReader(shippedRocketMq.resolve("broker.conf"))) {
      shipped.load(reader);
    }
    Map<String, String> settings = new TreeMap<>(SMALL_FILES);
    shipped.stringPropertyNames().forEach(name -> settings.put(name, shipped.getProperty(name)));
    return new BrokerConfiguration(settings);
  }

  BrokerConfiguration with(Map<String, String> others) {
    Map<String, String> combined = new TreeMap<>(settings);
    combined.putAll(others);
    return new BrokerConfiguration(combined);
  }

  /**
   * On this machine's own address alone, where clients look for it: at the port that it listens on.
   */
  BrokerConfiguration listeningOn(int port, String nameServer) {
    return with(
        Map.of(
            "brokerIP1",
            "127.0.0.1",
            "listenPort",
            Integer.toString(port),
            "haListenPort",
            Integer.toString(port + 1),
            "namesrvAddr",
            nameServer));
  }

  /** What the broker is told of users before anybody can sign in. */
  BrokerConfiguration administeredBy(BrokerUser administrator) {
    return with(
        Map.of(
            "initAuthenticationUser",
            "{\"username\":\"%s\",\"password\":\"%s\"}"
                .formatted(administrator.accessKey(), administrator.secretKey())));
  }

  String text() {
    return settings.entrySet().stream()
        .map(setting -> setting.getKey() + "=" + setting.getValue() + "\n")
        .collect(Collectors.joining());
  }
}
