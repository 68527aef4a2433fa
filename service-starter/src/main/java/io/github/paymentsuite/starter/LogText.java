package io.github.paymentsuite.starter;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * Text of a log line that may come from outside. It stays within its line and within its terminal:
 * whatever breaks lines, moves the cursor, colours, or turns the direction of writing is shown as
 * an escape. What looks like a mobile number is masked, should one get that far.
 */
final class LogText {
  private static final Pattern PHONE =
      Pattern.compile("(?<![0-9A-Za-z])(1[3-9][0-9])[0-9]{4}([0-9]{4})(?![0-9A-Za-z])");

  private static final Set<Integer> ESCAPED =
      Set.of(
          (int) Character.CONTROL,
          (int) Character.FORMAT,
          (int) Character.LINE_SEPARATOR,
          (int) Character.PARAGRAPH_SEPARATOR,
          (int) Character.SURROGATE);

  private LogText() {}

  static String of(String text) {
    if (text == null) {
      return null;
    }
    String shown = text.codePoints().anyMatch(LogText::isEscaped) ? escaped(text) : text;
    return PHONE.matcher(shown).replaceAll("$1****$2");
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            character -> {
              if (!isEscaped(character)) {
                escaped.appendCodePoint(character);
              } else {
                escaped.append(
                    switch (character) {
                      case '\n' -> "\\n";
                      case '\r' -> "\\r";
                      case '\t' -> "\\t";
                      default -> "\\u%04x".formatted(character);
                    });
              }
            });
    return escaped.toString();
  }

  private static boolean isEscaped(int character) {
    return ESCAPED.contains(Character.getType(character));
  }
}
