package io.github.paymentsuite.notify;

import static io.github.paymentsuite.notify.TestData.anyKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.paymentsuite.starter.StartRefused;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PhoneKeysTest {
  @Test
  void theFirstSealsAndAllOfThemOpen() {
    PhoneKeys keys = PhoneKeys.parse("new:%s, old-1:%s".formatted(anyKey(), anyKey()));

    assertThat(keys.current()).isEqualTo("new");
    assertThat(keys.old()).containsExactly("old-1");
    assertThat(keys.find("old-1")).isPresent();
    assertThat(keys.find("other")).isEmpty();
  }

  static Stream<Arguments> unusable() {
    String key = anyKey();
    String other = anyKey();
    String tooShort = Base64.getEncoder().encodeToString(new byte[31]);
    String tooLong = Base64.getEncoder().encodeToString(new byte[33]);
    return Stream.of(
        Arguments.of(null, "PHONE_KEYS is not set."),
        Arguments.of(" ", "PHONE_KEYS is not set."),
        Arguments.of(key, "Entry 1 of PHONE_KEYS is not an id, a colon and a key."),
        Arguments.of(":" + key, "Entry 1 of PHONE_KEYS is not an id, a colon and a key."),
        Arguments.of("a b:" + key, "Entry 1 of PHONE_KEYS is not an id, a colon and a key."),
        Arguments.of(
            "x".repeat(17) + ":" + key, "Entry 1 of PHONE_KEYS is not an id, a colon and a key."),
        Arguments.of("a:" + key + ",", "Entry 2 of PHONE_KEYS is not an id, a colon and a key."),
        Arguments.of("a:" + key + ",a:" + other, "PHONE_KEYS has two keys a."),
        Arguments.of("a:" + tooShort, "The key a of PHONE_KEYS has 31 bytes, not 32."),
        Arguments.of("a:" + tooLong, "The key a of PHONE_KEYS has 33 bytes, not 32."),
        Arguments.of("a:", "The key a of PHONE_KEYS has 0 bytes, not 32."),
        Arguments.of("a:" + key + "?", "The key a of PHONE_KEYS is not Base64."));
  }

  @ParameterizedTest
  @MethodSource("unusable")
  void whatIsUnusableIsSaidInOneSentenceWithoutTheKey(String text, String sentence) {
    assertThatThrownBy(() -> PhoneKeys.parse(text))
        .isInstanceOf(StartRefused.class)
        .hasMessage(sentence)
        .hasNoCause();
  }
}
