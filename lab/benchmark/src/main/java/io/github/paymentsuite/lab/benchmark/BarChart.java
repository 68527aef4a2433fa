package io.github.paymentsuite.lab.benchmark;

import java.util.List;
import java.util.Locale;

/** Horizontal bars with their numbers, as SVG that reads well on light and on dark pages. */
final class BarChart {
  private static final int WIDTH = 720;
  private static final int LABELS = 150;
  private static final int NUMBERS = 190;
  private static final int ROW = 26;
  private static final int TOP = 34;

  private BarChart() {}

  /**
   * One bar.
   *
   * @param value how long it is, not negative
   * @param low where its spread begins, and {@code high} where it ends
   */
  record Bar(String label, double value, double low, double high, boolean isEmphasized) {}

  static String draw(String title, String unit, List<Bar> bars) {
    double longest =
        bars.stream().mapToDouble(bar -> Math.max(bar.value(), bar.high())).max().orElse(1);
    double scale = (WIDTH - LABELS - NUMBERS) / Math.max(longest, Double.MIN_NORMAL);
    StringBuilder svg = new StringBuilder();
    int height = TOP + ROW * bars.size() + 10;
    svg.append(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"13\">%n"
            .formatted(WIDTH, height));
    svg.append("<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n".formatted());
    svg.append(
        "<text x=\"10\" y=\"20\" font-weight=\"bold\">%s</text>%n".formatted(escaped(title)));
    for (int i = 0; i < bars.size(); i++) {
      append(svg, bars.get(i), TOP + i * ROW, scale, unit);
    }
    return svg.append("</svg>%n".formatted()).toString();
  }

  private static void append(StringBuilder svg, Bar bar, int y, double scale, String unit) {
    int middle = y + ROW / 2;
    svg.append(
        format(
            "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n",
            LABELS - 8, middle + 4, escaped(bar.label())));
    svg.append(
        format(
            "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n",
            LABELS,
            y + 4,
            bar.value() * scale,
            ROW - 8,
            bar.isEmphasized() ? "#2166ac" : "#9ab8d3"));
    svg.append(
        format(
            "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"black\"/>%n",
            LABELS + bar.low() * scale, LABELS + bar.high() * scale, middle, middle));
    svg.append(
        format(
            "<text x=\"%.1f\" y=\"%d\">%.2f %s</text>%n",
            LABELS + Math.max(bar.value(), bar.high()) * scale + 8,
            middle + 4,
            bar.value(),
            escaped(unit)));
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }
}
