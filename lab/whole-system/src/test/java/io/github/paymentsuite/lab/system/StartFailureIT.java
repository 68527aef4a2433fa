package io.github.paymentsuite.lab.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.paymentsuite.lab.infrastructure.FreePorts;
import io.github.paymentsuite.lab.infrastructure.GuardedProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A service that cannot start says why and ends; the running system does not notice. */
@ExtendWith(RunningSystem.class)
@ResourceLock("a further system")
class StartFailureIT {
  /** Beside whole systems that start, a service alone can take a minute. */
  private static final Duration LIMIT = Duration.ofMinutes(3);

  @Test
  void aServiceThatFindsNoDatabaseSaysSoInOneSentenceAndEnds(@TempDir Path directory) {
    GuardedProcess service =
        StartAlone.start(
            WholeSystem.POINTS,
            Map.of("DB_URL", "jdbc:mysql://127.0.0.1:" + FreePorts.next() + "/points_db"),
            directory);

    assertThat(service.awaitExit(LIMIT)).isEqualTo(1);
    assertThat(service.lastLines(30))
        .contains("the database at jdbc:mysql://127.0.0.1:")
        .contains("could not be reached within 2 s")
        .doesNotContain("\tat ");
  }

  @Test
  void aServiceThatFindsNoNameServerSaysSoInOneSentenceAndEnds(@TempDir Path directory) {
    GuardedProcess service =
        StartAlone.start(
            WholeSystem.PAYMENT,
            Map.of("ROCKETMQ_NAME_SERVER", "127.0.0.1:" + FreePorts.next()),
            directory);

    assertThat(service.awaitExit(LIMIT)).isEqualTo(1);
    assertThat(service.lastLines(30))
        .contains("the RocketMQ name server at 127.0.0.1:")
        .contains("could not be reached within 2 s")
        .doesNotContain("\tat ");
  }

  @Test
  void aServiceWhosePortIsTakenEnds(@TempDir Path directory) {
    int taken = RunningSystem.system().service(WholeSystem.ORDER).api().getPort();
    GuardedProcess service =
        StartAlone.start(
            WholeSystem.POINTS, Map.of("SERVER_PORT", String.valueOf(taken)), directory);

    assertThat(service.awaitExit(LIMIT)).isEqualTo(1);
    assertThat(service.lastLines(30)).contains("Port " + taken + " was already in use");
  }
}
