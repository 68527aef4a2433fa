package io.github.paymentsuite.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyTest {
  @ParameterizedTest
  @CsvSource({"99,99.00", "99.0,99.00", "0.01,0.01", "99999999.99,99999999.99", "1e2,100.00"})
  void hasTwoDecimalsHoweverItIsWritten(BigDecimal yuan, String text) {
    assertThat(new Money(yuan)).hasToString(text).isEqualTo(Money.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "0.00",
        "-0.01",
        "0.001",
        "99.000",
        "100000000",
        "99999999.999",
        "1e400",
        "1e2147483647",
        "1e-2147483647"
      })
  void refusesWhatDoesNotFitTheTables(BigDecimal yuan) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Money(yuan));
  }

  @Test
  void dropsFractionsOfAYuanForPoints() {
    assertThat(Money.parse("99.99").wholeYuan()).isEqualTo(99);
    assertThat(Money.parse("0.99").wholeYuan()).isZero();
  }
}
