package io.github.paymentsuite.lab.infrastructure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * RocketMQ's name server and broker, each a JVM of its own with the jars that the build has put
 * into a folder.
 */
final class EmbeddedRocketMq {

  private static final String LOGGING = "rmq.logback.xml";

  private final DataDirectory data;
  private final Addresses addresses;
  private final Map<String, String> brokerSettings;
  private final List<String> jvmArguments;
  private final BrokerUser administrator;
  private final ProjectFolder project;

  EmbeddedRocketMq(
      DataDirectory data,
      Addresses addresses,
      Map<String, String> brokerSettings,
      List<String> jvmArguments,
      BrokerUser administrator,
      ProjectFolder project) {
    this.data = data;
    this.addresses = addresses;
    this.brokerSettings = brokerSettings;
    this.jvmArguments = jvmArguments;
    this.administrator = administrator;
    this.project = project;
  }

  GuardedProcess runNameServer() {
    String configuration =
        """
        bindAddress=127.0.0.1
        listenPort=%d
        """
            .formatted(addresses.nameServer());
    return runJava(
        "namesrv", "org.apache.rocketmq.namesrv.NamesrvStartup", configuration, "-Xmx128m");
  }

  GuardedProcess runBroker() {
    try {
      String configuration =
          BrokerConfiguration.shipped(project.shippedRocketMq())
              .with(brokerSettings)
              .with(Map.of("bindAddress", "127.0.0.1"))
              .administeredBy(administrator)
              .listeningOn(addresses.broker(), addresses.nameServerAddress())
              .text();
      return runJava(
          "broker", "org.apache.rocketmq.broker.BrokerStartup", configuration, "-Xmx512m");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private GuardedProcess runJava(String name, String mainClass, String configuration, String heap) {
    Path configurations = data.configuration();
    Path file = configurations.resolve(name + ".conf");
    Path home = data.rocketMq();
    try (var logging = EmbeddedRocketMq.class.getResourceAsStream(LOGGING)) {
      Files.writeString(file, configuration);
      Files.copy(logging, configurations.resolve(LOGGING), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xms64m", heap));
    command.addAll(RocketMqFlags.ALL);
    command.addAll(jvmArguments);
    // Messages, offsets and whatever else it writes goes below its user's home.
    command.add("-Duser.home=" + home);
    command.add("-Drocketmq.home.dir=" + home);
    // A broker that is killed leaves the native library that it had unpacked.
    command.add("-Djava.io.tmpdir=" + data.emptyTemporary(name));
    // The folder with the logging configuration comes first, before those in the jars.
    command.addAll(
        List.of(
            "-cp",
            "%s:%s:%s/*"
                .formatted(
                    configurations, project.brokerAuthorization(), project.rocketMqLibraries())));
    command.addAll(List.of(mainClass, "-c", file.toString()));
    return GuardedProcess.start(name, command, Map.of(), home, data.log(name));
  }
}
