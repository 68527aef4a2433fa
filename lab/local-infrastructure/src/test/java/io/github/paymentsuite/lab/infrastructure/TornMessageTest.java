package io.github.paymentsuite.lab.infrastructure;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A message that the power cut left half written: the page with its body got onto the disk, the
 * next one, with its properties, did not. Nobody was told that it is stored, so it has to go.
 */
@EmbeddedOnly
class TornMessageTest {
  private static final String KEY = "torn";

  @TempDir private Path directory;

  @Test
  void isCutOffAtTheNextStart() throws IOException {
    assertThat(keptWithATornOne(Settings.startingEmpty(directory))).isEqualTo(1);
  }

  /** By default only the body has a checksum. */
  @Test
  void isTakenForAWholeOneWithoutAChecksumOfItsProperties() throws IOException {
    Settings byDefault =
        Settings.startingEmpty(directory)
            .withBrokerSetting("enabledAppendPropCRC", "false")
            .withBrokerSetting("forceVerifyPropCRC", "false");

    assertThat(keptWithATornOne(byDefault)).isEqualTo(2);
  }

  /** How many of two messages are left, the second of which is torn. */
  private long keptWithATornOne(Settings settings) throws IOException {
    try (var infrastructure = LocalInfrastructure.start(settings)) {
      BrokerAdministration broker = infrastructure.brokerAdministration();
      broker.send(TestClients.TOPIC, 0, "pay", "whole", "any");
      broker.send(TestClients.TOPIC, 0, "pay", KEY, "any");
      infrastructure.broker().kill();

      loseProperties();
      infrastructure.broker().start();

      return broker.end(TestClients.TOPIC, 0);
    }
  }

  private void loseProperties() throws IOException {
    try (var log = new RandomAccessFile(commitLog().toFile(), "rw")) {
      byte[] written = new byte[1 << 20];
      log.readFully(written);
      int properties = new String(written, US_ASCII).indexOf("KEYS\u0001" + KEY);
      assertThat(properties).isPositive();
      log.seek(properties);
      log.write(new byte[written.length - properties]);
    }
  }

  private Path commitLog() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.getParent().endsWith("commitlog")).findFirst().orElseThrow();
    }
  }
}
