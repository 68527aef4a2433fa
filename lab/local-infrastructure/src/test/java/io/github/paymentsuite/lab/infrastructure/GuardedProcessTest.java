package io.github.paymentsuite.lab.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardedProcessTest {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  @TempDir Path directory;

  @Test
  void itsPidIsTheCommandsOwn() {
    GuardedProcess process = start("echo $$");
    assertThat(process.awaitExit(LIMIT)).isZero();
    assertThat(process.lastLines(1)).isEqualTo(Long.toString(process.pid()));
  }

  @Test
  void outputAndErrorsGoToItsLog() {
    GuardedProcess process = start("echo one; echo two >&2; exit 3");
    assertThat(process.awaitExit(LIMIT)).isEqualTo(3);
    assertThat(process.lastLines(2).lines()).containsExactly("one", "two");
    assertThat(process.lastLines(1)).isEqualTo("two");
  }

  @Test
  void itGetsTheEnvironmentAndNoInput() {
    GuardedProcess process =
        GuardedProcess.start(
            "child",
            List.of("sh", "-c", "echo \"$GREETING\"; cat; echo end"),
            Map.of("GREETING", "hello"),
            directory,
            directory.resolve("child.log"));
    assertThat(process.awaitExit(LIMIT)).isZero();
    assertThat(process.lastLines(2).lines()).containsExactly("hello", "end");
  }

  @Test
  void terminateLetsItEndInOrder() {
    GuardedProcess process =
        start("trap 'echo orderly; exit 5' TERM; echo ready; while :; do sleep 0.05; done");
    await().until(() -> process.lastLines(1).equals("ready"));
    process.terminate(LIMIT);
    assertThat(process.isAlive()).isFalse();
    assertThat(process.lastLines(1)).isEqualTo("orderly");
    assertThat(process.awaitExit(LIMIT)).isEqualTo(5);
  }

  @Test
  void terminateKillsWhatDoesNotEnd() {
    GuardedProcess process = start("trap '' TERM; echo ready; while :; do sleep 0.05; done");
    await().until(() -> process.lastLines(1).equals("ready"));
    process.terminate(Duration.ofMillis(200));
    assertThat(process.awaitExit(LIMIT)).isEqualTo(128 + 9);
  }

  @Test
  void itsMainThreadIsToldIfItIsAJvm() {
    GuardedProcess jvm =
        GuardedProcess.start(
            "jvm",
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Waiting.class.getName()),
            Map.of(),
            directory,
            directory.resolve("jvm.log"));
    await().until(() -> jvm.lastLines(1).equals("waiting"));
    assertThat(jvm.mainThread()).contains("Waiting.main(");
    jvm.kill();
    assertThat(jvm.mainThread()).isEmpty();
    GuardedProcess shell = start("exec sleep 60");
    assertThat(shell.mainThread()).isEmpty();
    assertThat(shell.isAlive()).isTrue();
    shell.kill();
  }

  static final class Waiting {
    private Waiting() {}

    public static void main(String[] arguments) throws InterruptedException {
      System.out.println("waiting");
      new CountDownLatch(1).await();
    }
  }

  @Test
  void aPausedOneDoesNothingUntilItIsResumed() {
    GuardedProcess process = start("while :; do echo x; sleep 0.02; done");
    await().until(() -> !process.lastLines(1).isEmpty());
    process.pause();
    await()
        .during(Duration.ofMillis(200))
        .until(
            () -> process.log().toFile().length(),
            length -> length == process.log().toFile().length());
    long paused = process.log().toFile().length();
    process.resume();
    await().until(() -> process.log().toFile().length() > paused);
    process.kill();
  }

  @Test
  void noWatcherIsLeftWhenTheCommandHasEnded() {
    GuardedProcess process = start("exec sleep 60");
    ProcessHandle child = ProcessHandle.of(process.pid()).orElseThrow();
    await().until(() -> child.children().count() == 1);
    List<ProcessHandle> watchers = child.children().toList();
    process.kill();
    await()
        .atMost(LIMIT)
        .until(() -> watchers.stream().noneMatch(watcher -> watcher.info().command().isPresent()));
  }

  private GuardedProcess start(String script) {
    return GuardedProcess.start(
        "child", List.of("sh", "-c", script), Map.of(), directory, directory.resolve("child.log"));
  }
}
