package io.github.paymentsuite.starter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForeignWordsTest {
  @ParameterizedTest
  @CsvSource({
    "The code 134567890123456789 is used, The code **** is used",
    "13812345678, ****",
    "no SMS to +86 138 1234 5678, no SMS to +****",
    "138-1234-5678 is no phone, **** is no phone",
    "isv.MOBILE_NUMBER_ILLEGAL, isv.MOBILE_NUMBER_ILLEGAL",
    "99999999.99 is too much, 99999999.99 is too much",
  })
  void longNumbersAreMaskedHoweverTheyAreGrouped(String words, String masked) {
    assertThat(ForeignWords.masked(words)).isEqualTo(masked);
  }

  @Test
  void whatIsKnownIsMaskedWhateverItLooksLike() {
    assertThat(ForeignWords.masked("code abc-1 of 13812345678", "abc-1"))
        .isEqualTo("code **** of ****");
  }
}
