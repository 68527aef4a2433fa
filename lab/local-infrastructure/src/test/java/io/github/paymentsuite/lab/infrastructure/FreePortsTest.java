package io.github.paymentsuite.lab.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FreePortsTest {

  /** More of them than one range has. */
  @Test
  void noPortIsGivenTwice() {
    Set<Integer> ports = Stream.generate(FreePorts::next).limit(700).collect(Collectors.toSet());
    assertThat(ports).hasSize(700).allMatch(port -> port >= 20_000 && port < 32_000);
  }

  /** What two processes do that start at the same moment. */
  @Test
  void noTwoClaimsAreForTheSameRange() throws Exception {
    try (ServerSocket one = FreePorts.claim();
        ServerSocket other = FreePorts.claim()) {
      assertThat(Math.abs(one.getLocalPort() - other.getLocalPort())).isGreaterThanOrEqualTo(500);
    }
  }

  /** A child that is about to run holds what was open when it came into being. */
  @Test
  void aFreePortIsFoundFreeAlsoWhileProcessesAreStarted() throws Exception {
    int port = FreePorts.next();
    AtomicBoolean probed = new AtomicBoolean();
    CompletableFuture<Integer> started =
        CompletableFuture.supplyAsync(
            () -> {
              int count = 0;
              while (!probed.get()) {
                run("true");
                count++;
              }
              return count;
            });
    try {
      for (int i = 0; i < 2_000; i++) {
        assertThat(FreePorts.isFree(port)).as("probe %d", i).isTrue();
      }
    } finally {
      probed.set(true);
    }
    assertThat(started.get()).isPositive();
  }

  private static void run(String command) {
    try {
      ChildProcess.start(new ProcessBuilder(command)).waitFor();
    } catch (IOException | InterruptedException failure) {
      throw new IllegalStateException(failure);
    }
  }

  @Test
  void aListeningPortIsNotFree() throws Exception {
    int port = FreePorts.next();
    assertThat(FreePorts.isFree(port)).isTrue();
    try (ServerSocket socket = new ServerSocket(port)) {
      assertThat(FreePorts.isFree(socket.getLocalPort())).isFalse();
    }
    assertThat(FreePorts.isFree(port)).isTrue();
  }
}
