package io.github.paymentsuite.lab.system.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.paymentsuite.lab.fault.Bug;
import io.github.paymentsuite.lab.fault.CrashPoint;
import io.github.paymentsuite.lab.fault.FaultAgent;
import io.github.paymentsuite.lab.fault.TrapFolder;
import io.github.paymentsuite.lab.system.ProjectRoot;
import io.github.paymentsuite.lab.system.ServiceJar;
import io.github.paymentsuite.lab.system.WholeSystem;
import io.github.paymentsuite.lab.system.proof.PlantedBugsPart.Trial;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The built jars can be made to fail where the proof wants them to, and the checker sees it. */
@ResourceLock("a further system")
class FaultAgentIT {
  private static final Path DIRECTORY = Path.of("target/fault-agent");

  @ParameterizedTest
  @ValueSource(
      strings = {WholeSystem.PAYMENT, WholeSystem.ORDER, WholeSystem.POINTS, WholeSystem.NOTIFY})
  void allThatTheFaultsNameIsShipped(String service, @TempDir Path directory) {
    Path jar = ServiceJar.of(ProjectRoot.find(), service).unpackInto(directory);

    assertThat(CrashPoint.of(service)).hasSizeGreaterThanOrEqualTo(3);
    assertThatCode(() -> FaultAgent.verify(jar, service)).doesNotThrowAnyException();
  }

  @Test
  void atLeastTwentyMistakesArePlanted() {
    assertThat(Mistake.all())
        .hasSizeGreaterThanOrEqualTo(20)
        .extracting(Mistake::label)
        .doesNotHaveDuplicates();
  }

  @Test
  void deathsLoseNothingAndAPlantedBugIsCaught() {
    try (RiggedSystem rigged =
        RiggedSystem.start(
            RiggedSystem.impatient(DIRECTORY.resolve("system")),
            TrapFolder.empty(DIRECTORY.resolve("traps")))) {
      History history = assertThatDeathsLoseNothing(rigged);
      assertThatABugIsCaught(rigged, history);
    }
  }

  private static History assertThatDeathsLoseNothing(RiggedSystem rigged) {
    CrashRounds rounds =
        new CrashRounds(
            rigged,
            List.of(
                Set.of(
                    CrashPoint.PAYMENT_AFTER_CHARGE,
                    CrashPoint.ORDER_INSIDE,
                    CrashPoint.POINTS_AFTER,
                    CrashPoint.NOTIFY_AFTER_SMS)));

    Map<CrashPoint, Integer> hits = rounds.run();

    assertThat(hits).hasSize(4).allSatisfy((point, count) -> assertThat(count).isEqualTo(1));
    Quiet.Seen seen = rigged.awaitQuiet(FaultRun.PROMISED);
    assertThat(Checker.check(rounds.history(), seen.observed(), 0).violations()).isEmpty();
    return rounds.history();
  }

  private static void assertThatABugIsCaught(RiggedSystem rigged, History history) {
    Mistake forgotten =
        Mistake.all().stream()
            .filter(mistake -> mistake.bug() == Bug.BALANCE_FORGOTTEN)
            .findFirst()
            .orElseThrow();

    Trial trial = PlantedBugsPart.attempt(forgotten, rigged, history);

    assertThat(trial.healthy()).isEmpty();
    assertThat(trial.bitten()).isTrue();
    assertThat(trial.sick())
        .extracting(Violation::invariant)
        .contains(Invariant.BALANCE_IS_THE_SUM);
  }
}
