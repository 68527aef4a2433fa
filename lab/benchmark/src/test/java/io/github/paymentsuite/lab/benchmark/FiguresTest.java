package io.github.paymentsuite.lab.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class FiguresTest {
  @Test
  void theMedianLiesInTheMiddleWhateverTheOrder() {
    assertThat(Figures.of(List.of(9.0, 1.0, 3.0)).median()).isEqualTo(3);
    assertThat(Figures.of(List.of(4.0, 1.0, 2.0, 3.0)).median()).isEqualTo(2.5);
  }

  @Test
  void quantilesBetweenTwoNumbersAreInProportion() {
    Figures figures = Figures.of(List.of(10.0, 20.0, 30.0, 40.0, 50.0));
    assertThat(figures.quantile(0)).isEqualTo(10);
    assertThat(figures.quantile(0.25)).isEqualTo(20);
    assertThat(figures.quantile(0.3)).isEqualTo(22);
    assertThat(figures.quantile(1)).isEqualTo(50);
  }

  @Test
  void thereAreNoFiguresOfNothing() {
    assertThatIllegalArgumentException().isThrownBy(() -> Figures.of(List.of()));
  }

  @Test
  void theTextHasTheQuartilesInBrackets() {
    assertThat(Figures.of(List.of(1.0, 2.0, 3.0)).text(1)).isEqualTo("2.0 (1.5–2.5)");
  }
}
