package io.github.paymentsuite.events;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.time.Instant;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaymentSucceededCodecTest {
  private static final String WIRE =
      """
      {"paymentNo":"A1","orderId":"ORDER_001","userId":10001,"amount":"99.00",\
      "payTime":"2026-01-31T12:00:00.000Z","version":1}""";

  private static final PaymentSucceeded EVENT =
      PaymentSucceeded.of(
          "A1", "ORDER_001", 10001, Money.parse("99.00"), Instant.parse("2026-01-31T12:00:00Z"));

  @Test
  void writesTheContractToTheLetter() {
    assertThat(new String(PaymentSucceededCodec.encode(EVENT), UTF_8)).isEqualTo(WIRE);
  }

  @Test
  void readsWhatItWrites() {
    assertThat(decode(WIRE)).isEqualTo(EVENT);
  }

  @Test
  void ignoresFieldsOfALaterVersion() {
    PaymentSucceeded later =
        decode(WIRE.replace("\"version\":1", "\"version\":2,\"channel\":{\"name\":\"x\"}"));
    assertThat(later.version()).isEqualTo(2);
    assertThat(later.paymentNo()).isEqualTo("A1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"paymentNo", "orderId", "userId", "amount", "payTime", "version"})
  void takesAMissingOrNullFieldForPoison(String field) {
    assertPoison(WIRE.replace("\"" + field + "\"", "\"other\""));
    assertPoison(WIRE.replaceFirst("(\"" + field + "\":)(\"[^\"]*\"|[0-9]+)", "$1null"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "\"text\"",
        "12",
        "{",
        "{\"paymentNo\":",
        "not json",
        "{1:2}",
        "{\"@type\":\"java.net.URL\"}"
      })
  void takesWhatIsNoEventForPoison(String body) {
    assertPoison(body);
  }

  @Test
  void takesAnEventThatIsCutShortForPoison() {
    for (int length = 0; length < WIRE.length(); length++) {
      assertPoison(WIRE.substring(0, length));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"amount\":99.00",
        "\"amount\":\"99\"",
        "\"amount\":\"99.000\"",
        "\"amount\":\"0.00\"",
        "\"amount\":\"-1.00\"",
        "\"amount\":\"100000000.00\"",
        "\"amount\":\"1e2\""
      })
  void takesAnythingButAnAmountInYuanForPoison(String amount) {
    assertPoison(WIRE.replace("\"amount\":\"99.00\"", amount));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"userId\":0",
        "\"userId\":-1",
        "\"userId\":\"10001\"",
        "\"userId\":1.5",
        "\"userId\":10001.0",
        "\"userId\":1e4",
        "\"userId\":1e999999999",
        "\"userId\":true",
        "\"userId\":[10001]",
        "\"userId\":99999999999999999999"
      })
  void takesAnythingButAUserIdForPoison(String userId) {
    assertPoison(WIRE.replace("\"userId\":10001", userId));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "2147483648", "4294967297", "\"1\""})
  void takesAnythingButAVersionForPoison(String version) {
    assertPoison(WIRE.replace("\"version\":1", "\"version\":" + version));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ORDER 1", "ORDER/1", "Ä", ""})
  void takesAnythingButAnOrderIdForPoison(String orderId) {
    assertPoison(WIRE.replace("ORDER_001", orderId));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-01-31",
        "2026-01-31T12:00:00.0001Z",
        "yesterday",
        "1969-12-31T23:59:59.999Z",
        "9999-12-31T00:00:00.000Z",
        "+1000000000-12-31T23:59:59.000Z",
        "-1000000000-01-01T00:00:00.000Z"
      })
  void takesAnythingButAMomentInMillisecondsForPoison(String payTime) {
    assertPoison(WIRE.replace("2026-01-31T12:00:00.000Z", payTime));
  }

  @ParameterizedTest
  @ValueSource(strings = {"paymentNo", "orderId", "userId", "amount", "payTime", "version", "more"})
  void takesAFieldThatIsThereTwiceForPoison(String field) {
    assertPoison(WIRE.replaceFirst("\\{", "{\"%s\":null,\"%<s\":null,".formatted(field)));
    assertPoison(WIRE.replaceFirst("}$", ",\"%s\":1,\"%<s\":1}".formatted(field)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"$ref\":\"$\"}",
        "[{\"$ref\":\"..\"}]",
        "{\"a\":{\"$ref\":\"@\"}}",
        "{\"b\":1}",
        "[1,\"2\",null,true]"
      })
  void readsWhatALaterVersionAddsAndFollowsNoReferenceInIt(String value) {
    assertThat(decode(withMore(value))).isEqualTo(EVENT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"@type\":\"java.net.Inet4Address\",\"val\":\"127.0.0.1\"}",
        "{\"@type\":\"com.sun.rowset.JdbcRowSetImpl\",\"dataSourceName\":\"ldap://127.0.0.1/x\"}",
        "[{\"@type\":\"java.lang.Class\",\"val\":\"com.sun.rowset.JdbcRowSetImpl\"}]",
        "1e999999999",
        "1e-999999999",
        "NaN"
      })
  void takesATypeAndANumberBeyondAllBoundsForPoisonWhereverTheyStand(String value) {
    assertPoison(withMore(value));
  }

  @Test
  void boundsDigitsDepthAndSize() {
    assertThat(decode(withMore("[".repeat(15) + "]".repeat(15)))).isEqualTo(EVENT);
    assertPoison(withMore("[".repeat(16) + "]".repeat(16)));
    assertPoison(withMore("[".repeat(16_000)));
    assertPoison(withMore("{\"a\":".repeat(2_000)));
    assertPoison(withMore("9".repeat(15_000)));
    String largest = WIRE + " ".repeat(16 * 1024 - WIRE.length());
    assertThat(decode(largest)).isEqualTo(EVENT);
    assertPoison(largest + " ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "{}", "]", ",", "\0", "\u001a", "\u001a{}"})
  void takesWhatHasSomethingBehindItForPoison(String more) {
    assertPoison(WIRE + more);
  }

  @Test
  void takesWhatIsNotUtf8ForPoison() {
    byte[] latin = withMore("\"é\"").getBytes(ISO_8859_1);
    assertPoison(latin);
    assertPoison(WIRE.getBytes(UTF_16LE));
    assertPoison(WIRE.getBytes(UTF_16));
    assertPoison(WIRE.getBytes(Charset.forName("UTF-32BE")));
    assertPoison(("\ufeff" + WIRE).getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"phone\":13800138000", "13800138000", "{\"13800138000\":1}"})
  void repeatsNothingOfPoison(String body) {
    assertThatThrownBy(() -> decode(body))
        .hasMessageNotContaining("138")
        .hasMessageStartingWith("not a payment event: ");
    assertThatThrownBy(() -> decode(WIRE.replace("2026-01-31", "13800138000")))
        .hasMessage("not a payment event: payTime is not a moment in UTC")
        .hasNoCause();
  }

  private static String withMore(String value) {
    return WIRE.replaceFirst("\\{", Matcher.quoteReplacement("{\"more\":" + value + ","));
  }

  private static PaymentSucceeded decode(String body) {
    return PaymentSucceededCodec.decode(body.getBytes(UTF_8));
  }

  private static void assertPoison(String body) {
    assertPoison(body.getBytes(UTF_8));
  }

  private static void assertPoison(byte[] body) {
    assertThatThrownBy(() -> PaymentSucceededCodec.decode(body))
        .as(new String(body, UTF_8))
        .isInstanceOf(MalformedEvent.class);
  }
}
