package io.github.paymentsuite.lab.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@EmbeddedOnly
@Timeout(150)
class OrphansTest {

  private static final String READY = "children ";

  /** The JVM that is killed. */
  static final class Parent {

    public static void main(String[] arguments) throws InterruptedException {
      var infrastructure = LocalInfrastructure.start(Settings.forTests(Path.of(arguments[0])));
      long[] pids =
          Stream.of(infrastructure.database(), infrastructure.nameServer(), infrastructure.broker())
              .map(Part::pid)
              .mapToLong(OptionalLong::getAsLong)
              .toArray();
      System.out.println(READY + pids[0] + " " + pids[1] + " " + pids[2]);
      new CountDownLatch(1).await();
    }
  }

  @Test
  void nothingOutlivesAKilledJvm(@TempDir Path directory) {
    GuardedProcess parent =
        GuardedProcess.start(
            "parent",
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Parent.class.getName(),
                directory.resolve("data").toString()),
            Map.of(),
            Path.of("").toAbsolutePath(),
            directory.resolve("parent.log"));
    await()
        .atMost(Duration.ofSeconds(120))
        .until(() -> parent.lastLines(1).startsWith(READY) || !parent.isAlive());
    assertThat(parent.isAlive()).as(parent.lastLines(20)).isTrue();
    List<ProcessHandle> family =
        ProcessHandle.of(parent.pid()).orElseThrow().descendants().toList();
    assertThat(family)
        .extracting(ProcessHandle::pid)
        .contains(
            Stream.of(parent.lastLines(1).substring(READY.length()).split(" "))
                .map(Long::valueOf)
                .toArray(Long[]::new));

    parent.kill();

    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(family).filteredOn(OrphansTest::runs).isEmpty());
  }

  /** A zombie, which nobody has waited for yet, counts as alive and has no command any more. */
  private static boolean runs(ProcessHandle process) {
    return process.isAlive() && process.info().command().isPresent();
  }
}
