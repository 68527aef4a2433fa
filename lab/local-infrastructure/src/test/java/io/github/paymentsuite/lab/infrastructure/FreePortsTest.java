package io.github.paymentsuite.lab.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.util.Set;
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
