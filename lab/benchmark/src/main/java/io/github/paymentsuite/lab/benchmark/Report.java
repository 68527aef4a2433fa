package io.github.paymentsuite.lab.benchmark;

import io.github.paymentsuite.lab.benchmark.BarChart.Bar;
import io.github.paymentsuite.lab.benchmark.Comparison.Result;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;

/** What was measured, for people (Markdown and SVG) and for other tools (CSV and histograms). */
final class Report {
  /** What two equal systems may differ by before anything is claimed of others. */
  private static final double EQUAL = 0.03;

  private final Path folder;
  private final StringBuilder text = new StringBuilder();
  private final int begun;

  /**
   * @param folder for all of its files
   */
  Report(Path folder) {
    this.folder = folder;
    try {
      Files.createDirectories(folder);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    line("# Benchmark");
    line("");
    line(
        "%d processors, %s, Java %s; the services' Java: %s. Medians, with the quartiles in brackets.",
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.arch"),
        System.getProperty("java.version"),
        System.getProperty("services.java.home", "the same"));
    begun = text.length();
  }

  Path file() {
    return folder.resolve("report.md");
  }

  /** Adds a paragraph, and writes what there is so far. */
  void say(String format, Object... values) {
    line("");
    line(format, values);
    write("report.md", text.toString());
  }

  /** Writes what has been compared so far, in place of what was written before. */
  void write(String title, List<Result> results) {
    text.setLength(begun);
    line("");
    line("## %s", title);
    line("");
    line("The closed loop. Each ratio is the suite's to the other's, pair by pair.");
    line("");
    line(
        "| beside | provider | pairs | goodput, ratio | payments/s, suite | payments/s, other | CPU each, ratio | ms, suite | ms, other |");
    line("|---|---:|---:|---:|---:|---:|---:|---:|---:|");
    for (Result result : results) {
      line(
          "| %s | %d ms | %d | %s | %s | %s | %s | %s | %s |",
          result.other().title(),
          result.providerDelay().toMillis(),
          result.ofOne().size(),
          result.ratios(Block::goodput).text(3),
          figures(result.ofOne(), Block::goodput).text(1),
          figures(result.ofOther(), Block::goodput).text(1),
          result.ratios(Block::cpuMillisEach).text(3),
          figures(result.ofOne(), Block::cpuMillisEach).text(2),
          figures(result.ofOther(), Block::cpuMillisEach).text(2));
    }
    results.stream().filter(result -> result.one() == result.other()).forEach(this::tellMethod);
    tellCold(results);
    line("");
    line("The open loop, at half of what the slower one completed. Milliseconds.");
    line("");
    line(
        "| beside | payments/s | record to last effect: p50, ratio | suite p50 / p99 | other p50 / p99 | answer: suite p50 / p99 / p99.9 | other p50 / p99 / p99.9 |");
    line("|---|---:|---:|---:|---:|---:|---:|");
    for (Result result : results) {
      Histogram suite = merged(result.openOfOne(), Block::effects);
      Histogram other = merged(result.openOfOther(), Block::effects);
      line(
          "| %s | %.1f | %s | %s | %s | %s | %s |",
          result.other().title(),
          result.rate(),
          result.openRatios(Report::medianEffect).text(3),
          millis(suite, 50, 99),
          millis(other, 50, 99),
          millis(merged(result.openOfOne(), Report::answers), 50, 99, 99.9),
          millis(merged(result.openOfOther(), Report::answers), 50, 99, 99.9));
    }
    line("");
    line("Milliseconds of CPU for each payment, median of the blocks, in the closed loop.");
    line("");
    cpuTable(results);
    line("");
    line(
        "Statements that the database was sent for each payment, in the closed loop / in the open one.");
    line("");
    statementTable(results);
    writeBlocks(results);
    chart(results);
    write("report.md", text.toString());
  }

  /** What is measured between two systems that are equal is what the method itself adds. */
  private void tellMethod(Result equal) {
    double goodput = equal.ratios(Block::goodput).median();
    double cpu = equal.ratios(Block::cpuMillisEach).median();
    boolean fine = Math.abs(goodput - 1) <= EQUAL && Math.abs(cpu - 1) <= EQUAL;
    line("");
    line(
        "Two equal systems came out as %.3f in goodput and %.3f in CPU, %s %.0f %%.%s",
        goodput,
        cpu,
        fine ? "within" : "off by more than",
        100 * EQUAL,
        fine ? "" : " A ratio as near to 1 tells nothing: take more pairs (`--pairs`).");
  }

  private void tellCold(List<Result> results) {
    List<String> cold = new ArrayList<>();
    if (!results.get(0).isOneWarm()) {
      cold.add(results.get(0).one().title() + " (at its start)");
    }
    results.stream()
        .filter(result -> !result.isOtherWarm())
        .forEach(result -> cold.add(result.other().title()));
    if (!cold.isEmpty()) {
      line("");
      line(
          "Not called warm, as the last two windows differed or compilers took too much: %s.",
          String.join(", ", cold));
    }
  }

  private void cpuTable(List<Result> results) {
    List<String> parts = new ArrayList<>(results.get(0).ofOne().get(0).cpuSeconds().keySet());
    line(
        "| | %s | clients | simulator | compilers | fsync (ms) | asked again |",
        String.join(" | ", parts));
    line("|---|%s---:|---:|---:|---:|---:|", "---:|".repeat(parts.size()));
    for (Result result : results) {
      cpuRow(
          result.one().title() + " (beside " + result.other().title() + ")", parts, result.ofOne());
      cpuRow(result.other().title(), parts, result.ofOther());
    }
  }

  private void cpuRow(String name, List<String> parts, List<Block> blocks) {
    StringBuilder row = new StringBuilder("| " + name + " |");
    for (String part : parts) {
      row.append(cell(blocks, block -> 1e3 * block.cpuSeconds().get(part) / block.payments()));
    }
    row.append(cell(blocks, block -> 1e3 * block.clientCpuSeconds() / block.payments()));
    row.append(cell(blocks, block -> 1e3 * block.simulatorCpuSeconds() / block.payments()));
    row.append(cell(blocks, Block::compilersMillisEach));
    row.append(cell(blocks, Block::fsyncMillis));
    int askedAgain = blocks.stream().mapToInt(block -> block.seen().askedAgain()).sum();
    line("%s %d |", row, askedAgain);
  }

  private void statementTable(List<Result> results) {
    List<String> kinds = new ArrayList<>(results.get(0).ofOne().get(0).statements().keySet());
    line("| | %s | all |", String.join(" | ", kinds));
    line("|---|%s---:|", "---:|".repeat(kinds.size()));
    for (Result result : results) {
      statementRow(
          result.one().title() + " (beside " + result.other().title() + ")",
          kinds,
          result.ofOne(),
          result.openOfOne());
      statementRow(result.other().title(), kinds, result.ofOther(), result.openOfOther());
    }
  }

  private void statementRow(String name, List<String> kinds, List<Block> closed, List<Block> open) {
    StringBuilder row = new StringBuilder("| " + name + " |");
    for (String kind : kinds) {
      row.append(statements(closed, open, block -> block.statements().get(kind)));
    }
    row.append(
        statements(
            closed,
            open,
            block -> block.statements().values().stream().mapToLong(Long::longValue).sum()));
    line(row.toString());
  }

  private static String statements(
      List<Block> closed, List<Block> open, ToLongFunction<Block> count) {
    Function<Block, Double> each = block -> (double) count.applyAsLong(block) / block.payments();
    return String.format(
        Locale.ROOT,
        " %.2f / %.2f |",
        figures(closed, each).median(),
        figures(open, each).median());
  }

  private static String cell(List<Block> blocks, Function<Block, Double> figure) {
    return String.format(Locale.ROOT, " %.2f |", figures(blocks, figure).median());
  }

  private void writeBlocks(List<Result> results) {
    StringBuilder csv =
        new StringBuilder(
            "beside,design,loop,payments,seconds,cpu_seconds,client_cpu_seconds,simulator_cpu_seconds,compilers_cpu_seconds,fsync_millis,asked_again\n");
    for (Result result : results) {
      append(csv, result, result.one(), "closed", result.ofOne());
      append(csv, result, result.other(), "closed", result.ofOther());
      append(csv, result, result.one(), "open", result.openOfOne());
      append(csv, result, result.other(), "open", result.openOfOther());
      String beside = result.other().title() + "-" + result.providerDelay().toMillis() + "ms-";
      histogram(beside + "suite-answers", merged(result.openOfOne(), Report::answers));
      histogram(beside + "suite-effects", merged(result.openOfOne(), Block::effects));
      histogram(beside + "other-answers", merged(result.openOfOther(), Report::answers));
      histogram(beside + "other-effects", merged(result.openOfOther(), Block::effects));
    }
    write("blocks.csv", csv.toString());
  }

  private static void append(
      StringBuilder csv, Result result, Design design, String loop, List<Block> blocks) {
    for (Block block : blocks) {
      csv.append(
          String.format(
              Locale.ROOT,
              "%s,%s,%s,%d,%.3f,%.3f,%.3f,%.3f,%.3f,%.3f,%d%n",
              result.other().title(),
              design.title(),
              loop,
              block.payments(),
              block.seconds(),
              block.cpuMillisEach() * block.payments() / 1e3,
              block.clientCpuSeconds(),
              block.simulatorCpuSeconds(),
              block.compilersCpuSeconds(),
              block.fsyncMillis(),
              block.seen().askedAgain()));
    }
  }

  /** In milliseconds, as HdrHistogram's own plotter reads it. */
  private void histogram(String name, Histogram histogram) {
    try (PrintStream file =
        new PrintStream(
            Files.newOutputStream(folder.resolve(name + ".hgrm")), false, StandardCharsets.UTF_8)) {
      histogram.outputPercentileDistribution(file, 1e3);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** What the others did, as multiples of what the suite did beside them. */
  private void chart(List<Result> results) {
    List<Bar> goodput = new ArrayList<>(List.of(new Bar("suite", 1, 1, 1, true)));
    List<Bar> cpu = new ArrayList<>(List.of(new Bar("suite", 1, 1, 1, true)));
    Map<String, Result> byName = new TreeMap<>(Comparator.naturalOrder());
    results.forEach(result -> byName.put(result.other().title(), result));
    byName.forEach(
        (name, result) -> {
          goodput.add(inverse(name, result.ratios(Block::goodput)));
          cpu.add(inverse(name, result.ratios(Block::cpuMillisEach)));
        });
    write("goodput.svg", BarChart.draw("Completed payments per second, suite = 1", "×", goodput));
    write("cpu.svg", BarChart.draw("CPU per completed payment, suite = 1", "×", cpu));
    line("");
    line("![goodput](goodput.svg)");
    line("");
    line("![CPU](cpu.svg)");
  }

  private static Bar inverse(String name, Figures ratios) {
    return new Bar(
        name, 1 / ratios.median(), 1 / ratios.quantile(0.75), 1 / ratios.quantile(0.25), false);
  }

  private static Histogram answers(Block block) {
    return block.seen().answers();
  }

  private static double medianEffect(Block block) {
    return Math.max(block.effects().getValueAtPercentile(50), 1000) / 1e3;
  }

  private static Figures figures(List<Block> blocks, Function<Block, Double> figure) {
    return Figures.of(blocks.stream().map(figure).toList());
  }

  private static Histogram merged(List<Block> blocks, Function<Block, Histogram> part) {
    Histogram all = Load.newHistogram();
    blocks.forEach(block -> all.add(part.apply(block)));
    return all;
  }

  private static String millis(Histogram micros, double... percentiles) {
    List<String> numbers = new ArrayList<>();
    for (double percentile : percentiles) {
      numbers.add(
          String.format(Locale.ROOT, "%.1f", micros.getValueAtPercentile(percentile) / 1e3));
    }
    return String.join(" / ", numbers);
  }

  private void line(String format, Object... values) {
    text.append(values.length == 0 ? format : String.format(Locale.ROOT, format, values))
        .append('\n');
  }

  private void write(String name, String content) {
    try {
      Files.writeString(folder.resolve(name), content);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
