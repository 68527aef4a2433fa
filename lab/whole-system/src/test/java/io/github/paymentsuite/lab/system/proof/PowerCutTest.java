package io.github.paymentsuite.lab.system.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PowerCutTest {
  private static final int SEED = 7;

  @Test
  void theSameSeedAndNumberCutAtTheSameMoment() {
    assertThat(PowerCut.of(SEED, 3)).isEqualTo(PowerCut.of(SEED, 3));
    assertThat(PowerCut.of(SEED, 3).workload()).isEqualTo(PowerCut.of(SEED, 3).workload());
  }

  @Test
  void theCutsOfASeedFallAtDifferentMomentsAndPayForOrdersOfTheirOwn() {
    List<PowerCut> cuts = IntStream.rangeClosed(1, 50).mapToObj(i -> PowerCut.of(SEED, i)).toList();

    assertThat(cuts).extracting(PowerCut::after).doesNotHaveDuplicates();
    assertThat(cuts)
        .flatExtracting(cut -> cut.workload().payments())
        .extracting(planned -> planned.orderId())
        .doesNotHaveDuplicates();
    assertThat(cuts)
        .allSatisfy(
            cut ->
                assertThat(cut.workload().payments())
                    .anyMatch(planned -> planned.at().compareTo(cut.after()) < 0)
                    .anyMatch(planned -> planned.at().compareTo(cut.after()) > 0));
  }

  @Test
  void everySecondCutTakesTheServicesToo() {
    assertThat(IntStream.rangeClosed(1, 4).mapToObj(i -> PowerCut.of(SEED, i).servicesToo()))
        .containsExactly(false, true, false, true);
  }
}
