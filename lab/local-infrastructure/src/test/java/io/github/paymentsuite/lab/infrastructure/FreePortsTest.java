package io.github.paymentsuite.lab.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FreePortsTest {

  @Test
  void noPortIsGivenTwice() {
    Set<Integer> ports = Stream.generate(FreePorts::next).limit(200).collect(Collectors.toSet());
    assertThat(ports).hasSize(200).allMatch(port -> port >= 20_000 && port < 32_000);
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
