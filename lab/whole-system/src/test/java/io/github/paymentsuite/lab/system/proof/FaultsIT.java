package io.github.paymentsuite.lab.system.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.paymentsuite.lab.infrastructure.Settings;
import io.github.paymentsuite.lab.system.WholeSystem;
import io.github.paymentsuite.lab.system.WholeSystem.Options;
import io.github.paymentsuite.lab.system.proof.FaultRun.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * The small size of {@code lab/prove faults}: one seed, with windows that let it end soon. Beside
 * nothing else: while its servers and services start again, and its customers ask again and again,
 * another system's services do not start in time on two cores.
 */
@Isolated
class FaultsIT {
  private static final FaultRun RUN =
      new FaultRun(
          12,
          300,
          20,
          Duration.ofSeconds(30),
          Duration.ofSeconds(45),
          true,
          Path.of("target/faults"));

  @Test
  void threeHundredPaymentsUnderTwentyFaultsKeepThePromise() {
    Outcome outcome = RUN.run(quick(FaultRun.options(RUN.directory(), true)), line -> {});

    assertThat(outcome.violations()).as(() -> told(outcome)).isEmpty();
    assertThat(outcome.history().workload().payments()).hasSize(300);
    assertThat(outcome.duplicatesSeen()).isPositive();
  }

  private static Options quick(Options options) {
    return options
        .withInfrastructure(Settings.forTests(RUN.directory()))
        .withShortWaits()
        .withJvmArguments(WholeSystem.NOTIFY, "-Dsms.max-attempts=2");
  }

  private static String told(Outcome outcome) {
    return outcome.violations().stream()
        .map(Violation::orderId)
        .distinct()
        .limit(3)
        .filter(orderId -> orderId != null)
        .flatMap(orderId -> outcome.history().of(orderId).stream())
        .collect(
            Collectors.joining("\n", "seed " + RUN.seed() + ", " + RUN.historyFile() + "\n", ""));
  }
}
