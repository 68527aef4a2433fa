package io.github.paymentsuite.lab.fuzz;

import io.github.paymentsuite.events.Money;
import io.github.paymentsuite.events.PaymentSucceeded;
import io.github.paymentsuite.events.PaymentSucceededCodec;
import io.github.paymentsuite.lab.infrastructure.ChildProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/** Runs Jazzer on one target, in a JVM of its own: it changes the classes that it watches. */
final class Jazzer {
  private static final String MAIN = "com.code_intelligence.jazzer.Jazzer";
  private static final String WATCHED =
      "io.github.paymentsuite.**:com.alibaba.fastjson2.JSON**:tools.jackson.core.json.**";

  /** What is looked at for dangerous calls; looking at all classes would take most of the time. */
  private static final String GUARDED =
      "io.github.paymentsuite.**:com.alibaba.fastjson2.**:tools.jackson.core.json.**";

  /** What was found, with its stack trace, stands at the end. */
  private static final int KEPT_LINES = 1_000;

  private static final Pattern EXECUTED =
      Pattern.compile("stat::number_of_executed_units:\\s*([0-9]+)");

  private static final List<String> SEEDS =
      List.of(
          new String(
              PaymentSucceededCodec.encode(
                  PaymentSucceeded.of(
                      "A1",
                      "ORDER_001",
                      10001,
                      Money.parse("99.00"),
                      Instant.parse("2026-01-31T12:00:00Z"))),
              StandardCharsets.UTF_8),
          "{\"orderId\":\"ORDER_001\",\"userId\":10001,\"amount\":99.00,\"authCode\":\"1\"}",
          "{\"ids\":[1,2,3]}",
          "{\"more\":{\"$ref\":\"$\"},\"@type\":\"java.lang.Object\"}");

  private Jazzer() {}

  /**
   * How it ended.
   *
   * @param exitCode 0 if nothing was found
   * @param output the last lines of what it has said
   */
  record Result(int exitCode, String output) {
    /** How many inputs it has made; 0 if it does not say. */
    long executed() {
      return EXECUTED
          .matcher(output)
          .results()
          .mapToLong(result -> Long.parseLong(result.group(1)))
          .findFirst()
          .orElse(0);
    }

    /** Nothing was found in as many inputs as were to be made. */
    boolean isClean(long runs) {
      return exitCode == 0 && executed() >= runs;
    }
  }

  /**
   * @param runs inputs that it makes, at most
   * @param directory gets the inputs that failed
   */
  static Result run(Class<?> target, long runs, long seed, Path directory) {
    Path folder = directory.resolve(target.getSimpleName()).toAbsolutePath();
    Path corpus = folder.resolve("seeds-of-" + seed);
    try {
      Files.createDirectories(corpus);
      for (int i = 0; i < SEEDS.size(); i++) {
        Files.writeString(corpus.resolve("seed-" + i), SEEDS.get(i));
      }
      // Another one for each run, so that all runs of a seed begin with the same.
      Path found = Files.createDirectories(folder.resolve("found"));
      Process jazzer =
          ChildProcess.start(
              new ProcessBuilder(
                      Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                      "-Xmx512m",
                      "-XX:TieredStopAtLevel=1",
                      "-cp",
                      System.getProperty("java.class.path"),
                      MAIN,
                      "--target_class=" + target.getName(),
                      "--instrumentation_includes=" + WATCHED,
                      "--custom_hook_includes=" + GUARDED,
                      "--reproducer_path=" + folder,
                      "-artifact_prefix=" + folder + "/",
                      "-runs=" + runs,
                      "-seed=" + seed,
                      "-max_len=4096",
                      // Seconds that one input may take; the first one loads all classes.
                      "-timeout=60",
                      "-print_final_stats=1",
                      Files.createTempDirectory(found, "corpus").toString(),
                      corpus.toString())
                  .redirectErrorStream(true));
      String end = lastLines(jazzer);
      return new Result(jazzer.waitFor(), end);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", interrupted);
    }
  }

  /** A target may say something of every input, and a run makes millions of them. */
  private static String lastLines(Process process) throws IOException {
    Deque<String> lines = new ArrayDeque<>();
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      String line;
      while ((line = output.readLine()) != null) {
        lines.add(line);
        if (lines.size() > KEPT_LINES) {
          lines.remove();
        }
      }
    }
    return String.join("\n", lines);
  }
}
