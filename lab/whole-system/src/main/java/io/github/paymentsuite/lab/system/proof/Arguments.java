package io.github.paymentsuite.lab.system.proof;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Options as {@code --name value}, or {@code --name} alone. */
record Arguments(Map<String, String> options) {
  static Arguments of(List<String> words) {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i < words.size(); i++) {
      if (!words.get(i).startsWith("--")) {
        throw new Wrong(words.get(i) + " is no option");
      }
      boolean alone = i + 1 == words.size() || words.get(i + 1).startsWith("--");
      options.put(words.get(i).substring(2), alone ? "" : words.get(++i));
    }
    return new Arguments(options);
  }

  /**
   * @throws Wrong if another option than these was given
   */
  Arguments allowing(String... names) {
    for (String given : options.keySet()) {
      if (!Set.of(names).contains(given)) {
        throw new Wrong("there is no option --" + given);
      }
    }
    return this;
  }

  boolean has(String name) {
    return options.containsKey(name);
  }

  String text(String name, String otherwise) {
    return options.getOrDefault(name, otherwise);
  }

  int number(String name, int otherwise) {
    try {
      return has(name) ? Integer.parseInt(options.get(name)) : otherwise;
    } catch (NumberFormatException notANumber) {
      throw new Wrong("--%s takes a number, not \"%s\"".formatted(name, options.get(name)));
    }
  }

  /** One number by the one option, or {@code A-B} by the other, or else all from first to last. */
  List<Integer> range(String one, String several, int first, int last) {
    if (has(one)) {
      return List.of(number(one, first));
    }
    String[] ends = text(several, first + "-" + last).split("-", 2);
    try {
      int from = Integer.parseInt(ends[0]);
      int to = Integer.parseInt(ends[ends.length - 1]);
      return IntStream.rangeClosed(from, to).boxed().toList();
    } catch (NumberFormatException notANumber) {
      throw new Wrong("--%s takes A-B, not \"%s\"".formatted(several, options.get(several)));
    }
  }

  /** The options make no sense. */
  static final class Wrong extends RuntimeException {
    private static final long serialVersionUID = 1;

    Wrong(String what) {
      super(what);
    }
  }
}
