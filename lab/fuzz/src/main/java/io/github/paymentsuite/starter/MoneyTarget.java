package io.github.paymentsuite.starter;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import io.github.paymentsuite.events.Money;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Jazzer: a text or a number is an amount in its range, or is refused. */
public final class MoneyTarget {
  private static final BigDecimal MIN = new BigDecimal("0.01");
  private static final BigDecimal MAX = new BigDecimal("99999999.99");

  private MoneyTarget() {}

  public static void fuzzerTestOneInput(FuzzedDataProvider data) {
    try {
      check(
          data.consumeBoolean()
              ? new Money(new BigDecimal(new BigInteger(digits(data)), data.consumeInt()))
              : Money.parse(data.consumeRemainingAsString()));
    } catch (IllegalArgumentException refused) {
      // As it should be.
    }
  }

  private static byte[] digits(FuzzedDataProvider data) {
    return data.consumeByte() < 0
        ? BigInteger.valueOf(data.consumeLong()).toByteArray()
        : new byte[] {data.consumeByte()};
  }

  private static void check(Money amount) {
    BigDecimal yuan = amount.yuan();
    if (yuan.scale() != 2 || yuan.compareTo(MIN) < 0 || yuan.compareTo(MAX) > 0) {
      throw new AssertionError(yuan + " is no amount");
    }
    if (!Money.parse(amount.toString()).equals(amount)) {
      throw new AssertionError(amount + " is read otherwise than written");
    }
  }
}
