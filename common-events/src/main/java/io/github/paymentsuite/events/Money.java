package io.github.paymentsuite.events;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * An amount in yuan (CNY) with exactly two decimals, from 0.01 to 99,999,999.99: what fits the
 * {@code DECIMAL(10,2)} of every table. Never rounded: an amount with more decimals is refused.
 */
public record Money(BigDecimal yuan) {
  public static final String CURRENCY = "CNY";

  private static final int MAX_INTEGER_DIGITS = 8;

  /**
   * @throws IllegalArgumentException with a sentence for the caller, if the amount is outside the
   *     range or has more than two decimals
   */
  public Money {
    // The digits are counted before the scale is changed: 1e999999999 would fill the memory.
    if (yuan.signum() <= 0 || (long) yuan.precision() - yuan.scale() > MAX_INTEGER_DIGITS) {
      throw new IllegalArgumentException("the amount must be from 0.01 to 99999999.99");
    }
    if (yuan.scale() > 2) {
      throw new IllegalArgumentException("the amount must have at most two decimals");
    }
    yuan = yuan.setScale(2, RoundingMode.UNNECESSARY);
  }

  /**
   * Reads an amount as messages and providers write it, {@code "99.00"}.
   *
   * @throws IllegalArgumentException if it is no such amount
   */
  public static Money parse(String text) {
    if (!text.matches("[0-9]{1,8}\\.[0-9]{2}")) {
      throw new IllegalArgumentException("the amount must be written like 99.00");
    }
    return new Money(new BigDecimal(text));
  }

  /** Whole yuan, fractions dropped: what the points are counted from. */
  public long wholeYuan() {
    return yuan.longValue();
  }

  /** As messages carry it: {@code 99.00}. */
  @Override
  public String toString() {
    return yuan.toPlainString();
  }
}
