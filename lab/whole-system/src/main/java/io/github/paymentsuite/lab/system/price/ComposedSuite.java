package io.github.paymentsuite.lab.system.price;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The suite of one checkout as Docker Compose runs it, from images that are built, on the ports
 * that the documentation names. Nothing of it is left when it is closed.
 *
 * @param project the name under which Compose keeps it apart from any other
 */
record ComposedSuite(Path checkout, String project) implements AutoCloseable {
  /** What works for a payment; the simulator is the outside world. */
  private static final List<String> WORKING =
      List.of(
          "mysql",
          "nameserver",
          "broker",
          "payment-service",
          "order-service",
          "points-service",
          "notify-service");

  static ComposedSuite start(Path checkout, String project) {
    ComposedSuite suite = new ComposedSuite(checkout, project);
    try {
      suite.compose("up", "--no-build", "--wait", "--wait-timeout", "600");
      return suite;
    } catch (RuntimeException failure) {
      suite.close();
      throw failure;
    }
  }

  /**
   * What all that works for payments has used since it was started, in seconds of one processor;
   * not the commands by which Docker asks how it is.
   */
  double cpuSeconds() {
    List<String> inspect = new ArrayList<>(List.of("docker", "inspect", "--format={{.State.Pid}}"));
    List<String> containers = new ArrayList<>(List.of("ps", "--quiet"));
    containers.addAll(WORKING);
    inspect.addAll(compose(containers.toArray(String[]::new)).lines().toList());
    return run(inspect)
        .lines()
        .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
        .flatMap(main -> Stream.concat(Stream.of(main), main.descendants()))
        .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
        .mapToDouble(used -> used.toNanos() / 1e9)
        .sum();
  }

  /** The number that a query of its database gives. */
  long number(String sql) {
    String query = "MYSQL_PWD=\"$MYSQL_ROOT_PASSWORD\" mysql --user=root -N -e \"$0\"";
    return Long.parseLong(compose("exec", "-T", "mysql", "sh", "-c", query, sql).strip());
  }

  @Override
  public void close() {
    compose("down", "--volumes");
  }

  private String compose(String... arguments) {
    List<String> command = new ArrayList<>(List.of("docker", "compose", "--project-name", project));
    command.addAll(List.of(arguments));
    return run(command);
  }

  private String run(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(checkout.toFile())
              .redirectError(checkout.resolve("target/price.log").toFile())
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(
            "%s failed: see %s/target/price.log".formatted(command, checkout));
      }
      return output;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }
}
