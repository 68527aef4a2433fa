package io.github.paymentsuite.lab.benchmark;

import static io.github.paymentsuite.lab.infrastructure.BrokerProxy.END_TRANSACTION;

import io.github.paymentsuite.lab.infrastructure.Withholding;
import io.github.paymentsuite.lab.system.WholeSystem;
import java.nio.file.Path;
import org.HdrHistogram.Histogram;

/**
 * How late a payment's effects are where the message that commits its half message is lost: the
 * broker does not hear one of them, and has to ask.
 */
final class LostCommits {
  private static final int WARM_UP = 500;
  private static final int CLIENTS = 8;

  private final Path directory;
  private final Report report;

  LostCommits(Path directory, Report report) {
    this.directory = directory;
    this.report = report;
  }

  void run(int payments) {
    try (Arm arm = Arm.startWithLinks(directory)) {
      arm.pay(WARM_UP, CLIENTS);
      say("With every commit message heard", arm.pay(payments, CLIENTS));
      try (Withholding lost =
          arm.system().link(WholeSystem.PAYMENT).broker().withholdAlone(END_TRANSACTION)) {
        Load load = Load.closed(Arm.newOrders(), payments, CLIENTS);
        arm.effects().createOrders(load);
        Effects.Mark mark = arm.effects().mark();
        arm.run(load);
        // Check-backs are answered by the same message.
        lost.release();
        Effects.Seen seen = arm.effects().await(load, mark, Arm.LIMIT);
        say("With every commit message lost, until all were paid", seen.latencies(), payments);
      }
      arm.requireAgreement();
    }
  }

  private void say(String what, Block block) {
    say(what, block.effects(), block.payments());
  }

  private void say(String what, Histogram effects, int payments) {
    report.say(
        "%s, %d payments: from the record to the last effect %.1f s at the median, %.1f s at most.",
        what, payments, effects.getValueAtPercentile(50) / 1e6, effects.getMaxValue() / 1e6);
  }
}
