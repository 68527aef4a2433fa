package io.github.paymentsuite.lab.benchmark;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Function;
import org.HdrHistogram.Histogram;

/**
 * The suite, and other designs beside it, one after the other: both of a pair run all the time and
 * are asked in turn, block by block, and every other pair the other way round. What a shared
 * machine does to one it does to the other.
 */
final class Comparison implements AutoCloseable {
  /**
   * A design is warm when its payments took about the same in two windows in a row, and its JVMs'
   * compilers no more than this part of it. What payments take would tell too little alone: the
   * machine is shared, so two windows of the same system differ by as much as compiling gains.
   */
  private static final double LITTLE = 0.1;

  /**
   * How much is measured.
   *
   * @param clients at once in the closed loop
   * @param block payments in one block
   * @param pairs of blocks in the closed loop
   * @param leastWindows of {@code window} payments each, before anything is measured
   * @param mostWindows where it is not warm before
   * @param latencyPairs of blocks in the open loop, each of {@code latencySeconds}
   */
  record Extent(
      int clients,
      int block,
      int pairs,
      int window,
      int leastWindows,
      int mostWindows,
      int latencyPairs,
      int latencySeconds) {
    /** Both of a pair have to be as warm as each other. */
    static final Extent WHOLE = new Extent(64, 500, 8, 2000, 8, 12, 2, 20);

    /** Nothing is warm as early as that, and ten minutes are short. */
    static final Extent QUICK = new Extent(64, 200, 2, 400, 2, 2, 1, 10);

    Extent withPairs(int count) {
      return new Extent(
          clients, block, count, window, leastWindows, mostWindows, latencyPairs, latencySeconds);
    }

    Extent withClients(int count) {
      int least = 4 * count;
      return new Extent(
          count,
          Math.max(block, least),
          pairs,
          Math.max(window, least),
          leastWindows,
          mostWindows,
          latencyPairs,
          latencySeconds);
    }
  }

  /**
   * All of one comparison; block i of the one belongs to block i of the other.
   *
   * @param isOneWarm whether it was before its first block beside any other
   * @param isOtherWarm the same of the other
   * @param rate of the open loop, payments a second; half of what the slower one completed
   */
  record Result(
      Design one,
      Design other,
      Duration providerDelay,
      boolean isOneWarm,
      boolean isOtherWarm,
      List<Block> ofOne,
      List<Block> ofOther,
      double rate,
      List<Block> openOfOne,
      List<Block> openOfOther) {
    /** Of the first to the second, pair by pair. */
    Figures ratios(Function<Block, Double> figure) {
      return ratios(ofOne, ofOther, figure);
    }

    /** The same in the open loop. */
    Figures openRatios(Function<Block, Double> figure) {
      return ratios(openOfOne, openOfOther, figure);
    }

    private static Figures ratios(
        List<Block> some, List<Block> others, Function<Block, Double> figure) {
      List<Double> ratios = new ArrayList<>();
      for (int i = 0; i < some.size(); i++) {
        ratios.add(figure.apply(some.get(i)) / figure.apply(others.get(i)));
      }
      return Figures.of(ratios);
    }
  }

  private final Path directory;
  private final Extent extent;
  private final Duration providerDelay;
  private final OptionalInt underWay;
  private final Consumer<String> progress;
  private final Arm suite;
  private final boolean isSuiteWarm;

  /**
   * Starts the suite and warms it up.
   *
   * @param directory for data and logs
   * @param underWay payments that one payment-service makes at once, if not as shipped
   */
  Comparison(
      Path directory,
      Extent extent,
      Duration providerDelay,
      OptionalInt underWay,
      Consumer<String> progress) {
    this.directory = directory;
    this.extent = extent;
    this.providerDelay = providerDelay;
    this.underWay = underWay;
    this.progress = progress;
    this.suite = start(Design.SUITE, "suite");
    try {
      this.isSuiteWarm = warmUp(suite);
    } catch (RuntimeException failure) {
      suite.close();
      throw failure;
    }
  }

  Result compare(Design other) {
    try (Arm second = start(other, "other")) {
      boolean isOtherWarm = warmUp(second);
      List<Block> ofSuite = new ArrayList<>();
      List<Block> ofOther = new ArrayList<>();
      inTurn(
          extent.pairs(),
          second,
          ofSuite,
          ofOther,
          arm -> arm.pay(extent.block(), extent.clients()));
      double rate = Math.min(goodput(ofSuite), goodput(ofOther)) / 2;
      int payments = (int) Math.max(1, rate * extent.latencySeconds());
      List<Block> openOfSuite = new ArrayList<>();
      List<Block> openOfOther = new ArrayList<>();
      inTurn(
          extent.latencyPairs(),
          second,
          openOfSuite,
          openOfOther,
          arm -> arm.payAtRate(payments, rate));
      second.requireAgreement();
      return new Result(
          Design.SUITE,
          other,
          providerDelay,
          isSuiteWarm,
          isOtherWarm,
          ofSuite,
          ofOther,
          rate,
          openOfSuite,
          openOfOther);
    }
  }

  @Override
  public void close() {
    suite.close();
  }

  /**
   * @throws IllegalStateException if the suite and the outside world do not agree
   */
  void requireAgreement() {
    suite.requireAgreement();
  }

  private Arm start(Design design, String folder) {
    say("starting %s: %s", design.title(), design.description());
    return Arm.start(design, directory.resolve(folder), providerDelay, underWay);
  }

  private void inTurn(
      int pairs,
      Arm other,
      List<Block> ofSuite,
      List<Block> ofOther,
      Function<Arm, Block> measured) {
    for (int pair = 0; pair < pairs; pair++) {
      if (pair % 2 == 0) {
        ofSuite.add(measured.apply(suite));
        ofOther.add(measured.apply(other));
      } else {
        ofOther.add(measured.apply(other));
        ofSuite.add(measured.apply(suite));
      }
      say(suite, ofSuite.get(pair));
      say(other, ofOther.get(pair));
    }
  }

  private boolean warmUp(Arm arm) {
    arm.payAtFirst();
    List<Block> windows = new ArrayList<>();
    do {
      windows.add(arm.pay(extent.window(), extent.clients()));
      say(arm, windows.get(windows.size() - 1));
    } while (windows.size() < extent.mostWindows() && !isWarm(windows));
    boolean isWarm = isWarm(windows);
    if (!isWarm) {
      say("  %-14s is not warm yet", arm.design().title());
    }
    return isWarm;
  }

  private boolean isWarm(List<Block> windows) {
    if (windows.size() < extent.leastWindows()) {
      return false;
    }
    Block last = windows.get(windows.size() - 1);
    Block before = windows.get(windows.size() - 2);
    return Math.abs(last.cpuMillisEach() / before.cpuMillisEach() - 1) <= LITTLE
        && last.compilersMillisEach() <= LITTLE * last.cpuMillisEach()
        && before.compilersMillisEach() <= LITTLE * before.cpuMillisEach();
  }

  private static double goodput(List<Block> blocks) {
    return Figures.of(blocks.stream().map(Block::goodput).toList()).median();
  }

  private void say(Arm arm, Block block) {
    Histogram effects = block.effects();
    say(
        "  %-14s %6.1f payments/s, %5.2f ms of CPU each (clients %.2f, simulator %.2f, compilers %.2f),"
            + " answer p50 %.1f ms, record to last effect p50 %.0f p99 %.0f ms, fsync %.2f ms, asked again %d",
        arm.design().title(),
        block.goodput(),
        block.cpuMillisEach(),
        1e3 * block.clientCpuSeconds() / block.payments(),
        1e3 * block.simulatorCpuSeconds() / block.payments(),
        block.compilersMillisEach(),
        block.seen().answers().getValueAtPercentile(50) / 1e3,
        effects.getValueAtPercentile(50) / 1e3,
        effects.getValueAtPercentile(99) / 1e3,
        block.fsyncMillis(),
        block.seen().askedAgain());
  }

  private void say(String format, Object... values) {
    progress.accept(String.format(Locale.ROOT, format, values));
  }
}
