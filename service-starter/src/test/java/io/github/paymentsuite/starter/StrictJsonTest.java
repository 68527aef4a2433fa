package io.github.paymentsuite.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.paymentsuite.events.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;
import tools.jackson.databind.json.JsonMapper;

class StrictJsonTest {
  private static final JsonMapper JSON = strict();
  private static final String WELL_FORMED =
      """
      {"orderId":"ORDER_001","userId":10001,"amount":99.00}""";

  @Test
  void readsWhatIsWellFormed() {
    assertThat(read(WELL_FORMED)).isEqualTo(new Request("ORDER_001", 10001L, Money.parse("99.00")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"99", "99.0", "99.00", "9.9e1"})
  void takesANumberForTheAmountHoweverItIsWritten(String amount) {
    assertThat(readWithAmount(amount).amount()).isEqualTo(Money.parse("99.00"));
  }

  @Test
  void writesTheAmountAsANumberWithTwoDecimals() {
    Request request = new Request("ORDER_001", 10001L, Money.parse("99.00"));
    assertThat(JSON.writeValueAsString(request)).isEqualTo(WELL_FORMED);
    assertThat(JSON.writeValueAsString(Money.parse("0.10"))).isEqualTo("0.10");
    assertThat(JSON.writeValueAsString(Money.parse("99999999.99"))).isEqualTo("99999999.99");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"99.00\"",
        "\"\"",
        "99.001",
        "99.000",
        "0",
        "0.00",
        "-0.01",
        "100000000",
        "1e400",
        "1e-400",
        "1e2147483647",
        "NaN",
        "Infinity",
        "true",
        "[]",
        "[99.00]",
        "{}",
        "{\"yuan\":99.00}"
      })
  void refusesAnythingElseForTheAmount(String amount) {
    assertThatThrownBy(() -> readWithAmount(amount)).isInstanceOf(JacksonException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10001.0",
        "10001.5",
        "1e4",
        "\"10001\"",
        "\"\"",
        "true",
        "[10001]",
        "9223372036854775808"
      })
  void refusesAnythingButAWholeNumberForAWholeNumber(String userId) {
    assertThatThrownBy(() -> read(WELL_FORMED.replace("10001", userId)))
        .isInstanceOf(JacksonException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "1.5", "true", "{}", "[\"ORDER_001\"]"})
  void refusesAnythingButATextForAText(String orderId) {
    assertThatThrownBy(() -> read(WELL_FORMED.replace("\"ORDER_001\"", orderId)))
        .isInstanceOf(JacksonException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"orderId\":\"A\",\"userId\":1,\"amount\":1.00,\"discount\":1.00}",
        "{\"orderId\":\"A\",\"userId\":1,\"amount\":1.00,\"amount\":1.00}",
        "{\"orderId\":\"A\",\"userId\":1,\"amount\":1.00} {}",
        "{\"orderId\":\"A\",\"userId\":1,\"amount\":1.00,}",
        "{\"orderId\":\"A\",\"userId\":1,\"amount\":1.00",
        "{'orderId':'A','userId':1,'amount':1.00}",
        "{\"orderId\":\"A\" /* the first */,\"userId\":1,\"amount\":1.00}",
        "[]",
        "\"text\"",
        ""
      })
  void refusesUnknownRepeatedAndBrokenContent(String body) {
    assertThatThrownBy(() -> read(body)).isInstanceOf(JacksonException.class);
  }

  private static Request readWithAmount(String amount) {
    return read(WELL_FORMED.replace("99.00", amount));
  }

  private static Request read(String body) {
    return JSON.readValue(body, Request.class);
  }

  private static JsonMapper strict() {
    StrictJson strict = new StrictJson();
    JsonFactoryBuilder factory = JsonFactory.builder();
    strict.customize(factory);
    JsonMapper.Builder builder = JsonMapper.builder(factory.build());
    strict.customize(builder);
    return builder.build();
  }

  /** The types that the services' requests are made of. */
  record Request(String orderId, Long userId, Money amount) {}
}
