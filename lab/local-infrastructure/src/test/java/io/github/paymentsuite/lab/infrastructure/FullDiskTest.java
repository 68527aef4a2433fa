package io.github.paymentsuite.lab.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** By the shipped settings a full disk refuses messages until somebody makes room. */
@ExtendWith(NeedsPoweredDisk.class)
@Execution(ExecutionMode.CONCURRENT)
@Timeout(180)
class FullDiskTest {
  /** The broker looks at its disk for the first time a minute after its start. */
  private static final Duration FIRST_LOOK = Duration.ofSeconds(100);

  private static final Duration NEXT_LOOKS = Duration.ofSeconds(30);
  private static final long ROOM_FOR_THE_DATABASE = 64L << 20;

  @TempDir private Path directory;

  @Test
  void aBrokerWhoseDiskIsFullRefusesMessagesUntilThereIsRoom() throws IOException {
    Settings looksOften =
        Settings.startingEmpty(directory).withBrokerSetting("cleanResourceInterval", "500");
    try (PoweredDisk disk = PoweredDisk.in(directory);
        var infrastructure = LocalInfrastructure.start(looksOften.withStoreOn(disk.path()))) {
      BrokerAdministration broker = infrastructure.brokerAdministration();
      send(broker, "before");
      disk.fillLeaving(ROOM_FOR_THE_DATABASE);

      await()
          .atMost(FIRST_LOOK)
          .untilAsserted(
              () ->
                  assertThatThrownBy(() -> send(broker, "meanwhile"))
                      .isInstanceOf(IOException.class)
                      .hasMessageContaining("disk"));
      long refusedFrom = broker.end(TestClients.TOPIC, 0);
      assertThatThrownBy(() -> send(broker, "refused")).isInstanceOf(IOException.class);
      assertThat(broker.end(TestClients.TOPIC, 0)).isEqualTo(refusedFrom);

      disk.makeRoom();
      await().atMost(NEXT_LOOKS).ignoreExceptions().until(() -> send(broker, "after"));
      assertThat(broker.end(TestClients.TOPIC, 0)).isGreaterThan(refusedFrom);
    }
  }

  private static boolean send(BrokerAdministration broker, String key) throws IOException {
    broker.send(TestClients.TOPIC, 0, "pay", key, "any");
    return true;
  }
}
