package io.github.paymentsuite.lab.benchmark;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import org.HdrHistogram.Histogram;

/**
 * Two designs side by side: both run all the time and are asked in turn, block by block, and every
 * other pair the other way round. What a shared machine does to one it does to the other.
 */
final class Comparison {
  /** As many as the criterion of two windows that agree may take. */
  private static final int MAX_WARM_UP_WINDOWS = 16;

  private static final double AGREEING = 0.05;

  /**
   * How much is measured.
   *
   * @param block payments in one block
   * @param pairs of blocks in the closed loop
   * @param latencyPairs of blocks in the open loop, each of {@code latencySeconds}
   */
  record Extent(int clients, int block, int pairs, int latencyPairs, int latencySeconds) {
    static final Extent WHOLE = new Extent(64, 500, 8, 2, 20);
    static final Extent QUICK = new Extent(64, 300, 2, 1, 10);

    Extent withPairs(int count) {
      return new Extent(clients, block, count, latencyPairs, latencySeconds);
    }

    Extent withClients(int count) {
      return new Extent(count, Math.max(block, 4 * count), pairs, latencyPairs, latencySeconds);
    }
  }

  /**
   * All of one comparison; block i of the one belongs to block i of the other.
   *
   * @param rate of the open loop, payments a second; half of what the slower one completed
   */
  record Result(
      Design one,
      Design other,
      Duration providerDelay,
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
  private final Consumer<String> progress;

  /**
   * @param directory for data and logs
   */
  Comparison(Path directory, Extent extent, Consumer<String> progress) {
    this.directory = directory;
    this.extent = extent;
    this.progress = progress;
  }

  Result compare(Design one, Design other, Duration providerDelay) {
    say("%s beside %s, starting", one.title(), other.title());
    try (Arm first = Arm.start(one, directory.resolve("one"), providerDelay);
        Arm second = Arm.start(other, directory.resolve("other"), providerDelay)) {
      warmUp(first, second);
      List<Block> ofFirst = new ArrayList<>();
      List<Block> ofSecond = new ArrayList<>();
      inTurn(extent.pairs(), first, second, ofFirst, ofSecond, this::closed);
      double rate = Math.min(goodput(ofFirst), goodput(ofSecond)) / 2;
      int payments = (int) Math.max(1, rate * extent.latencySeconds());
      List<Block> openOfFirst = new ArrayList<>();
      List<Block> openOfSecond = new ArrayList<>();
      inTurn(
          extent.latencyPairs(),
          first,
          second,
          openOfFirst,
          openOfSecond,
          arm -> arm.payAtRate(payments, rate));
      first.finish();
      second.finish();
      return new Result(
          one, other, providerDelay, ofFirst, ofSecond, rate, openOfFirst, openOfSecond);
    }
  }

  private Block closed(Arm arm) {
    return arm.pay(extent.block(), extent.clients());
  }

  private void inTurn(
      int pairs,
      Arm first,
      Arm second,
      List<Block> ofFirst,
      List<Block> ofSecond,
      Function<Arm, Block> measured) {
    for (int pair = 0; pair < pairs; pair++) {
      if (pair % 2 == 0) {
        ofFirst.add(measured.apply(first));
        ofSecond.add(measured.apply(second));
      } else {
        ofSecond.add(measured.apply(second));
        ofFirst.add(measured.apply(first));
      }
      say(first, ofFirst.get(pair));
      say(second, ofSecond.get(pair));
    }
  }

  /** Until two windows of each agree; the first ones are small, as nothing is compiled yet. */
  private void warmUp(Arm first, Arm second) {
    List<Block> ofFirst = new ArrayList<>();
    List<Block> ofSecond = new ArrayList<>();
    do {
      int clients = Math.min(extent.clients(), 4 << (2 * ofFirst.size()));
      ofFirst.add(first.pay(extent.block(), clients));
      ofSecond.add(second.pay(extent.block(), clients));
      say(first, last(ofFirst));
      say(second, last(ofSecond));
    } while (ofFirst.size() < MAX_WARM_UP_WINDOWS && !(agree(ofFirst) && agree(ofSecond)));
    say(
        "warm after %d windows each: %.1f and %.1f payments/s",
        ofFirst.size(), last(ofFirst).goodput(), last(ofSecond).goodput());
  }

  private static boolean agree(List<Block> windows) {
    if (windows.size() < 5) {
      return false;
    }
    double before = windows.get(windows.size() - 2).cpuMillisEach();
    return Math.abs(last(windows).cpuMillisEach() / before - 1) <= AGREEING;
  }

  private static Block last(List<Block> blocks) {
    return blocks.get(blocks.size() - 1);
  }

  private static double goodput(List<Block> blocks) {
    return Figures.of(blocks.stream().map(Block::goodput).toList()).median();
  }

  private void say(Arm arm, Block block) {
    Histogram effects = block.effects();
    say(
        "  %-14s %6.1f payments/s, %5.2f ms of CPU each (clients %.2f, simulator %.2f),"
            + " answer p50 %.1f ms, record to last effect p50 %.0f p99 %.0f ms, fsync %.2f ms, asked again %d",
        arm.design().title(),
        block.goodput(),
        block.cpuMillisEach(),
        1e3 * block.clientCpuSeconds() / block.payments(),
        1e3 * block.simulatorCpuSeconds() / block.payments(),
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
