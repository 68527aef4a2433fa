package io.github.paymentsuite.lab.benchmark;

import io.github.paymentsuite.lab.system.ServiceProcess;
import io.github.paymentsuite.lab.system.WholeSystem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Half of what the suite carries, for a long time: what lives in each heap must not grow. */
final class Soak {
  private static final int CLIENTS = 64;

  /** As long as it takes until a JVM gets little faster: half of less would be no half. */
  private static final int WARM_UP_BLOCK = 2000;

  private static final int WARM_UP_BLOCKS = 8;

  /** As {@code jcmd GC.heap_info} says it of every generation. */
  private static final Pattern USED = Pattern.compile("total \\d+K, used (\\d+)K");

  private final Path directory;
  private final Report report;

  Soak(Path directory, Report report) {
    this.directory = directory;
    this.report = report;
  }

  void run(Duration length) {
    try (Arm arm = Arm.startChanged(directory, UnaryOperator.identity())) {
      List<Double> goodputs = new ArrayList<>();
      arm.payAtFirst();
      for (int block = 0; block < WARM_UP_BLOCKS; block++) {
        goodputs.add(arm.pay(WARM_UP_BLOCK, CLIENTS).goodput());
      }
      double rate = Figures.of(goodputs.subList(WARM_UP_BLOCKS - 2, WARM_UP_BLOCKS)).median() / 2;
      Map<String, List<Double>> heaps = new LinkedHashMap<>();
      Effects.Mark first = arm.effects().mark();
      long payments = 0;
      for (int minute = 0; minute < length.toMinutes(); minute++) {
        int inMinute = (int) (rate * 60);
        payments += arm.payAtRate(inMinute, rate).payments();
        for (String service : WholeSystem.SERVICES) {
          heaps
              .computeIfAbsent(service, unknown -> new ArrayList<>())
              .add(usedMebibytes(arm.system().service(service)));
        }
      }
      report.say(
          "%d minutes at %.1f payments/s, %d payments, all of them complete. What lives in the heap after a full"
              + " collection, in MiB, every minute:",
          length.toMinutes(), rate, payments);
      if (arm.effects().completedSince(first) != payments) {
        throw new IllegalStateException("not all payments are complete");
      }
      heaps.forEach(
          (service, used) ->
              report.say(
                  "%s: first five %s, last five %s, slope %.3f MiB a minute",
                  service,
                  text(used.subList(0, Math.min(5, used.size()))),
                  text(used.subList(Math.max(0, used.size() - 5), used.size())),
                  slope(used)));
      arm.requireAgreement();
    }
  }

  /** Of the line that fits numbers in equal distances best (least squares). */
  static double slope(List<Double> numbers) {
    double middle = (numbers.size() - 1) / 2.0;
    double mean = numbers.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < numbers.size(); i++) {
      sum += (i - middle) * (numbers.get(i) - mean);
      squares += (i - middle) * (i - middle);
    }
    return squares == 0 ? 0 : sum / squares;
  }

  static double usedMebibytes(ServiceProcess service) {
    long pid = service.process().pid();
    Jcmd.ask(pid, "GC.run");
    Matcher used = USED.matcher(Jcmd.ask(pid, "GC.heap_info"));
    double kibibytes = 0;
    while (used.find()) {
      kibibytes += Double.parseDouble(used.group(1));
    }
    if (kibibytes == 0) {
      throw new IllegalStateException("no heap is told of " + service.name());
    }
    return kibibytes / 1024;
  }

  private static String text(List<Double> numbers) {
    return String.join(
        " ", numbers.stream().map(number -> String.format(Locale.ROOT, "%.1f", number)).toList());
  }
}
