package io.github.paymentsuite.lab.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** So many inputs of one seed; {@code mvn verify -Pfuzz} sends 100,000. */
@ExtendWith(FuzzedSystem.class)
class HttpFuzzIT {
  @Test
  void noInputIsAFailureLeavesARowOrHoldsAThreadOrMemory(WatchedSystem watched) {
    long inputs = Long.getLong("fuzz.inputs");
    FuzzRun run = new FuzzRun(watched.system(), Long.getLong("fuzz.seed"), System.out::println);

    Counts counts = run.run(inputs);

    System.out.println(counts);
    assertThat(counts.violations()).isEmpty();
    assertThat(counts.inputs()).isEqualTo(inputs);
  }
}
