package io.github.paymentsuite.payment;

/**
 * Makes what a provider says fit the column that keeps it: no text is worth losing a payment for.
 */
final class Columns {
  private Columns() {}

  /** The first so many characters. */
  static String fit(String text, int width) {
    return text.length() <= width ? text : text.substring(0, width);
  }
}
