package io.github.paymentsuite.lab.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Random choices and damages. */
final class Noise {
  private Noise() {}

  static <T> T oneOf(SplittableRandom random, List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  @SafeVarargs
  static <T> T oneOf(SplittableRandom random, T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  static byte[] bytes(SplittableRandom random, int maxLength) {
    byte[] bytes = new byte[1 + random.nextInt(maxLength)];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Up to three bytes changed, repeated, taken out or put in. */
  static byte[] damaged(SplittableRandom random, byte[] whole) {
    byte[] bytes = whole;
    for (int times = 1 + random.nextInt(3); times > 0 && bytes.length > 1; times--) {
      int at = random.nextInt(bytes.length);
      ByteArrayOutputStream changed = new ByteArrayOutputStream(bytes.length + 16);
      changed.write(bytes, 0, at);
      switch (random.nextInt(5)) {
        case 0 -> changed.write(bytes[at] ^ 1 << random.nextInt(8));
        case 1 -> changed.write(random.nextInt(256));
        case 2 -> changed.writeBytes(bytes(random, 8));
        case 3 -> changed.writeBytes(new byte[] {bytes[at], bytes[at]});
        default -> {
          // taken out
        }
      }
      changed.write(bytes, at + 1, bytes.length - at - 1);
      bytes = changed.toByteArray();
    }
    return bytes;
  }

  static byte[] cut(SplittableRandom random, byte[] whole) {
    return Arrays.copyOf(whole, random.nextInt(whole.length));
  }
}
