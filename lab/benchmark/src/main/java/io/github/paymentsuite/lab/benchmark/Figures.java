package io.github.paymentsuite.lab.benchmark;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Numbers that were measured in one run, as median and spread. */
record Figures(List<Double> sorted) {
  /**
   * @throws IllegalArgumentException if there are none
   */
  static Figures of(Collection<Double> numbers) {
    if (numbers.isEmpty()) {
      throw new IllegalArgumentException("nothing was measured");
    }
    return new Figures(numbers.stream().sorted().toList());
  }

  double median() {
    return quantile(0.5);
  }

  /** Between two of them, in proportion. */
  double quantile(double part) {
    double place = part * (sorted.size() - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.size() - 1);
    return sorted.get(below) + (place - below) * (sorted.get(above) - sorted.get(below));
  }

  /** The median, and the quartiles beside it. */
  String text(int decimals) {
    String number = "%." + decimals + "f";
    return String.format(
        Locale.ROOT,
        number + " (" + number + "–" + number + ")",
        median(),
        quantile(0.25),
        quantile(0.75));
  }
}
