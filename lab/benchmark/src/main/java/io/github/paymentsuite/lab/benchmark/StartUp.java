package io.github.paymentsuite.lab.benchmark;

import io.github.paymentsuite.lab.infrastructure.GuardedProcess;
import io.github.paymentsuite.lab.system.ProjectRoot;
import io.github.paymentsuite.lab.system.ServiceProcess;
import io.github.paymentsuite.lab.system.WholeSystem;
import io.github.paymentsuite.lab.system.WholeSystem.Options;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * How long each service takes to be ready, alone, and what it takes of the machine then: as a jar,
 * unpacked as in the images, and with an archive of its classes, which a JVM has written at the end
 * of an earlier run.
 */
final class StartUp {
  private static final Duration UNPACKING_LIMIT = Duration.ofMinutes(1);

  private final Path directory;
  private final Report report;

  StartUp(Path directory, Report report) {
    this.directory = directory;
    this.report = report;
  }

  void run(int times) {
    measure("a jar", options -> options, times);
    measure("unpacked", this::unpacked, times);
    // The flag is of Java 19.
    if (servicesJava() >= 19) {
      measure("unpacked, with an archive", this::archived, times);
    } else {
      report.say("Without an archive of classes: the services' Java writes none by itself.");
    }
  }

  private void measure(String how, UnaryOperator<Options> change, int times) {
    try (Arm arm = Arm.startChanged(directory, change)) {
      for (String name : WholeSystem.SERVICES) {
        ServiceProcess service = arm.system().service(name);
        List<Double> seconds = new ArrayList<>();
        List<Double> cpu = new ArrayList<>();
        List<Double> resident = new ArrayList<>();
        List<Double> heap = new ArrayList<>();
        for (int i = 0; i < times; i++) {
          service.stop();
          long start = System.nanoTime();
          service.start();
          seconds.add((System.nanoTime() - start) / 1e9);
          cpu.add(cpuSeconds(service.process().pid()));
          resident.add(residentMebibytes(service.process().pid()));
          heap.add(Soak.usedMebibytes(service));
        }
        report.say(
            "%s, %s, started %d times: ready after %s s, with %s s of CPU; resident %s MiB, live heap %s MiB.",
            name,
            how,
            times,
            Figures.of(seconds).text(1),
            Figures.of(cpu).text(1),
            Figures.of(resident).text(0),
            Figures.of(heap).text(0));
      }
    }
  }

  private Options unpacked(Options options) {
    Options changed = options;
    for (String name : WholeSystem.SERVICES) {
      Path jar = ProjectRoot.find().resolve(name).resolve("target").resolve(name + ".jar");
      GuardedProcess unpacking =
          GuardedProcess.start(
              "unpack-" + name,
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Djarmode=tools",
                  "-jar",
                  jar.toString(),
                  "extract",
                  "--force",
                  "--destination",
                  unpackedFolder(name).toString()),
              Map.of(),
              report.file().getParent(),
              report.file().resolveSibling("unpacking.log"));
      if (unpacking.awaitExit(UNPACKING_LIMIT) != 0) {
        throw new IllegalStateException(unpacking.lastLines(20));
      }
      changed =
          changed.withProgram(
              name, "-jar", unpackedFolder(name).resolve(jar.getFileName()).toString());
    }
    return changed;
  }

  private Options archived(Options options) {
    Options changed = unpacked(options);
    for (String name : WholeSystem.SERVICES) {
      changed =
          changed.withJvmArguments(
              name,
              "-XX:+AutoCreateSharedArchive",
              "-XX:SharedArchiveFile=" + unpackedFolder(name).resolve("classes.jsa"));
    }
    return changed;
  }

  private Path unpackedFolder(String name) {
    return report.file().resolveSibling("unpacked").resolve(name);
  }

  private static int servicesJava() {
    String home = System.getProperty("services.java.home");
    if (home == null) {
      return Runtime.version().feature();
    }
    try {
      return Files.readAllLines(Path.of(home, "release")).stream()
          .filter(line -> line.startsWith("JAVA_VERSION="))
          .map(
              line ->
                  Runtime.Version.parse(line.substring(line.indexOf('"') + 1, line.length() - 1)))
          .findFirst()
          .orElseThrow()
          .feature();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** With what it has compiled until then. */
  private static double cpuSeconds(long pid) {
    return ProcessHandle.of(pid).orElseThrow().info().totalCpuDuration().orElseThrow().toMillis()
        / 1e3;
  }

  private static double residentMebibytes(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElseThrow();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
