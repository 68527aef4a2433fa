package io.github.paymentsuite.lab.system.price;

import io.github.paymentsuite.lab.system.CpuTime;
import io.github.paymentsuite.lab.system.SuiteClient.Endpoints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The suite of one checkout as Docker Compose runs it, from images that are built, but on ports
 * that are free, so that it can run beside another. When it is closed, its containers and volumes
 * are gone.
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

  /**
   * Each question of Docker's how a container is starts processes, which cost more than payments
   * do.
   */
  private static final String OVERRIDES =
      """
      x-all: &all
        healthcheck: {interval: 30s}
      x-java: &java
        <<: *all
        environment: {JAVA_TOOL_OPTIONS: %s}
      services:
        mysql: *all
        nameserver: *java
        broker: *java
        payment-service: {<<: *java, ports: !override ["127.0.0.1::8080"]}
        order-service: {<<: *java, ports: !override ["127.0.0.1::8081"]}
        points-service: {<<: *java, ports: !override ["127.0.0.1::8082"]}
        notify-service: {<<: *java, ports: !override ["127.0.0.1::8083"]}
        provider-simulator: {<<: *all, ports: !override ["127.0.0.1::8090"]}
      """
          .formatted(CpuTime.JVM_FLAG);

  static ComposedSuite start(Path checkout, String project) {
    ComposedSuite suite = new ComposedSuite(checkout, project);
    try {
      Files.writeString(suite.overridesFile(), OVERRIDES);
      suite.compose("up", "--no-build", "--wait", "--wait-timeout", "600");
      return suite;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (RuntimeException failure) {
      suite.close();
      throw failure;
    }
  }

  Endpoints endpoints() {
    return new Endpoints(
        address("payment-service", 8080),
        address("order-service", 8081),
        address("points-service", 8082),
        address("notify-service", 8083),
        address("provider-simulator", 8090));
  }

  private URI address(String part, int port) {
    return URI.create("http://" + compose("port", part, Integer.toString(port)).strip());
  }

  /**
   * What each part that works for payments has used since it was started, in seconds of one
   * processor; neither the commands by which Docker asks how it is nor the JVMs' compilers.
   */
  Map<String, Double> cpuSeconds() {
    Map<String, Double> used = new LinkedHashMap<>();
    WORKING.forEach(part -> used.put(part, cpuSeconds(part)));
    return used;
  }

  private double cpuSeconds(String part) {
    String container = compose("ps", "--quiet", part).strip();
    String pid = run(List.of("docker", "inspect", "--format={{.State.Pid}}", container)).strip();
    ProcessHandle main = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    return Stream.concat(Stream.of(main), main.descendants())
        .mapToDouble(CpuTime::secondsWithoutCompilers)
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
    command.addAll(List.of("--file", "docker-compose.yml", "--file", overridesFile().toString()));
    command.addAll(List.of(arguments));
    return run(command);
  }

  private Path overridesFile() {
    return checkout.resolve("target/price-overrides.yml").toAbsolutePath();
  }

  private String run(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(checkout.toFile())
              .redirectError(
                  ProcessBuilder.Redirect.appendTo(checkout.resolve("target/price.log").toFile()))
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
