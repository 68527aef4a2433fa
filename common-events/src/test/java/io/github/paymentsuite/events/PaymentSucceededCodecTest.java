package io.github.paymentsuite.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
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
        "\"userId\":99999999999999999999"
      })
  void takesAnythingButAUserIdForPoison(String userId) {
    assertPoison(WIRE.replace("\"userId\":10001", userId));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ORDER 1", "ORDER/1", "Ä", ""})
  void takesAnythingButAnOrderIdForPoison(String orderId) {
    assertPoison(WIRE.replace("ORDER_001", orderId));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-01-31", "2026-01-31T12:00:00.0001Z", "yesterday"})
  void takesAnythingButAMomentInMillisecondsForPoison(String payTime) {
    assertPoison(WIRE.replace("2026-01-31T12:00:00.000Z", payTime));
  }

  private static PaymentSucceeded decode(String body) {
    return PaymentSucceededCodec.decode(body.getBytes(UTF_8));
  }

  private static void assertPoison(String body) {
    assertThatThrownBy(() -> decode(body)).as(body).isInstanceOf(MalformedEvent.class);
  }
}
