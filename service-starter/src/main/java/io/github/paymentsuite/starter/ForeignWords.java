package io.github.paymentsuite.starter;

import java.util.regex.Pattern;

/**
 * What another party says in words of its own. They may repeat what they are about, such as a phone
 * or a payer's code, and are kept and shown without it.
 */
public final class ForeignWords {
  /** As many digits as a phone has, or more, however they are grouped. */
  private static final Pattern NUMBER = Pattern.compile("[0-9](?:[ .-]?[0-9]){10,}");

  private static final String MASK = "****";

  private ForeignWords() {}

  /** Without long numbers. */
  public static String masked(String words) {
    return NUMBER.matcher(words).replaceAll(MASK);
  }

  /** The same, and without something that is known. */
  public static String masked(String words, String secret) {
    return masked(words.replace(secret, MASK));
  }
}
