package io.github.paymentsuite.lab.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class SoakTest {
  @Test
  void theSlopeIsThatOfTheLineThatFitsBest() {
    assertThat(Soak.slope(List.of(10.0, 12.0, 14.0))).isCloseTo(2, within(1e-9));
    assertThat(Soak.slope(List.of(5.0, 9.0, 5.0))).isCloseTo(0, within(1e-9));
    assertThat(Soak.slope(List.of(7.0))).isZero();
  }
}
