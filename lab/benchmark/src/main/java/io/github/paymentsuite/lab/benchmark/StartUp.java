package io.github.paymentsuite.lab.benchmark;

import io.github.paymentsuite.lab.system.ServiceProcess;
import io.github.paymentsuite.lab.system.WholeSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How long each service takes to be ready, alone, and what it takes of the machine then. */
final class StartUp {
  private final Path directory;
  private final Report report;

  StartUp(Path directory, Report report) {
    this.directory = directory;
    this.report = report;
  }

  void run(int times) {
    try (Arm arm = Arm.start(Design.SUITE, directory, Duration.ZERO)) {
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
            "%s, started %d times: ready after %s s, with %s s of CPU; resident %s MiB, live heap %s MiB.",
            name,
            times,
            Figures.of(seconds).text(1),
            Figures.of(cpu).text(1),
            Figures.of(resident).text(0),
            Figures.of(heap).text(0));
      }
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
