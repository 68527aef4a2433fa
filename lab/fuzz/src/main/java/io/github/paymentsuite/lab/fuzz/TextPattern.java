package io.github.paymentsuite.lab.fuzz;

import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Texts that a simple regular expression matches: characters and classes, each with a count. */
final class TextPattern {
  private static final Pattern PART =
      Pattern.compile("(\\[[^]]*]|.)(?:\\{([0-9]+)(?:,([0-9]+))?})?");

  private TextPattern() {}

  static String matching(String pattern, SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    Matcher part = PART.matcher(pattern.replaceAll("^\\^|\\$$", ""));
    while (part.find()) {
      int min = part.group(2) == null ? 1 : Integer.parseInt(part.group(2));
      int max = part.group(3) == null ? min : Integer.parseInt(part.group(3));
      String letters = lettersOf(part.group(1));
      for (int i = min + random.nextInt(max - min + 1); i > 0; i--) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
    }
    if (!text.toString().matches(pattern)) {
      throw new IllegalStateException("no text can be made for " + pattern);
    }
    return text.toString();
  }

  private static String lettersOf(String part) {
    Pattern one = Pattern.compile(part);
    return IntStream.rangeClosed(' ', '~')
        .mapToObj(Character::toString)
        .filter(letter -> one.matcher(letter).matches())
        .collect(Collectors.joining());
  }
}
