package io.github.paymentsuite.lab.benchmark;

import io.github.paymentsuite.lab.system.ServiceProcess;
import io.github.paymentsuite.lab.system.WholeSystem;
import io.github.paymentsuite.lab.system.WholeSystem.Options;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * Whose code the services run once they are warm, by the samples of the JDK's flight recorder. It
 * sees threads that run Java; what the kernel does for them is told beside it.
 */
final class Profile {
  private static final int CLIENTS = 64;
  private static final int WINDOW = 2000;
  private static final int WARM_UP_WINDOWS = 8;

  /** Of the open loop, and of idling. */
  private static final int SECONDS = 30;

  /** By what the name of the innermost class begins with that is of one of them. */
  private static final Map<String, List<String>> OWNERS = new LinkedHashMap<>();

  static {
    OWNERS.put("what is written by hand", List.of("io.github.paymentsuite.lab."));
    OWNERS.put("the suite's own code", List.of("io.github.paymentsuite."));
    OWNERS.put("Seata", List.of("io.seata."));
    OWNERS.put("Seata's parser of SQL", List.of("com.alibaba.druid."));
    OWNERS.put("database driver and pool", List.of("com.mysql.", "com.zaxxer."));
    OWNERS.put("MyBatis", List.of("org.apache.ibatis.", "org.mybatis."));
    OWNERS.put(
        "transactions", List.of("org.springframework.transaction.", "org.springframework.jdbc."));
    OWNERS.put(
        "tokens and their filters", List.of("org.springframework.security.", "com.nimbusds."));
    OWNERS.put("Spring MVC", List.of("org.springframework.web.", "org.springframework.http."));
    OWNERS.put("other of Spring", List.of("org.springframework."));
    OWNERS.put(
        "Tomcat", List.of("org.apache.catalina.", "org.apache.coyote.", "org.apache.tomcat."));
    OWNERS.put("the JDK's HTTP server", List.of("com.sun.net.httpserver.", "sun.net.httpserver."));
    OWNERS.put("JSON", List.of("tools.jackson.", "com.fasterxml.", "com.alibaba.fastjson2."));
    OWNERS.put("validation", List.of("org.hibernate.validator.", "jakarta.validation."));
    OWNERS.put("RocketMQ's client", List.of("org.apache.rocketmq."));
    // Seata's client stands on it as RocketMQ's does.
    OWNERS.put("netty", List.of("io.netty."));
    OWNERS.put(
        "calls to providers",
        List.of("org.apache.hc.", "jdk.internal.net.http.", "java.net.http."));
    OWNERS.put("measurements", List.of("io.micrometer.", "io.prometheus."));
    OWNERS.put("log", List.of("ch.qos.logback.", "org.slf4j."));
  }

  private final Path directory;
  private final Report report;

  Profile(Path directory, Report report) {
    this.directory = directory;
    this.report = report;
  }

  void run(Design design) {
    try (Arm arm = Arm.startChanged(design, directory, Profile::recorded)) {
      arm.payAtFirst();
      for (int window = 0; window < WARM_UP_WINDOWS; window++) {
        arm.pay(WINDOW, CLIENTS);
      }
      Block closed =
          profile(
              arm,
              String.format(Locale.ROOT, "after %d others", WARM_UP_WINDOWS * WINDOW),
              () -> arm.pay(2 * WINDOW, CLIENTS));
      double rate = closed.goodput() / 2;
      int payments = (int) (rate * SECONDS);
      profile(arm, "in an open loop of half as many", () -> arm.payAtRate(payments, rate));
      sayIdle(arm);
    }
  }

  private Block profile(Arm arm, String when, Supplier<Block> pay) {
    Instant begin = Instant.now();
    Block block = pay.get();
    Instant end = Instant.now();
    report.say(
        "Of %d payments of %s %s, at %.1f payments/s and %.2f ms of CPU each (%.2f by the broker,"
            + " %.2f by the database):",
        block.payments(),
        arm.design().title(),
        when,
        block.goodput(),
        block.cpuMillisEach(),
        1e3 * block.cpuSeconds().get("broker") / block.payments(),
        1e3 * block.cpuSeconds().get("database") / block.payments());
    for (String name : WholeSystem.SERVICES) {
      ServiceProcess service = arm.system().service(name);
      Path recording = report.file().resolveSibling(name + ".jfr");
      Jcmd.ask(service.process().pid(), "JFR.dump", "filename=" + recording);
      report.say(
          "%s, %.2f ms of CPU for each payment. Samples: %s.",
          name,
          1e3 * block.cpuSeconds().get(name) / block.payments(),
          shares(recording, begin, end));
    }
    return block;
  }

  /** What runs without any payment is part of what each of them takes where there are few. */
  private void sayIdle(Arm arm) {
    Map<String, Double> used = arm.idle(Duration.ofSeconds(SECONDS));
    report.say(
        "Without payments, in ms of CPU a second: %s.",
        used.entrySet().stream()
            .map(
                part ->
                    String.format(
                        Locale.ROOT, "%s %.1f", part.getKey(), 1e3 * part.getValue() / SECONDS))
            .collect(Collectors.joining(", ")));
  }

  private static Options recorded(Options options) {
    Options changed = options;
    for (String service : WholeSystem.SERVICES) {
      changed =
          changed.withJvmArguments(service, "-XX:StartFlightRecording=settings=profile,maxage=10m");
    }
    return changed;
  }

  /** Of those threads that run Java, the share of each owner. */
  private static String shares(Path recording, Instant begin, Instant end) {
    Map<String, Integer> samples = new TreeMap<>();
    int all = 0;
    try (RecordingFile file = new RecordingFile(recording)) {
      while (file.hasMoreEvents()) {
        RecordedEvent event = file.readEvent();
        if (event.getEventType().getName().equals("jdk.ExecutionSample")
            && event.getStackTrace() != null
            && event.getStartTime().isAfter(begin)
            && event.getStartTime().isBefore(end)) {
          samples.merge(owner(event.getStackTrace().getFrames()), 1, Integer::sum);
          all++;
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    double whole = all;
    return all
        + "; "
        + samples.entrySet().stream()
            .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
            .map(
                each ->
                    String.format(
                        Locale.ROOT, "%s %.0f %%", each.getKey(), 100 * each.getValue() / whole))
            .collect(Collectors.joining(", "));
  }

  private static String owner(List<RecordedFrame> frames) {
    for (RecordedFrame frame : frames) {
      String type = frame.getMethod().getType().getName();
      for (Map.Entry<String, List<String>> owner : OWNERS.entrySet()) {
        if (owner.getValue().stream().anyMatch(type::startsWith)) {
          return owner.getKey();
        }
      }
    }
    return "the JDK's own threads";
  }
}
