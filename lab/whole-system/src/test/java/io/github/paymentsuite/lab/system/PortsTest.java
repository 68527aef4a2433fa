package io.github.paymentsuite.lab.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.paymentsuite.lab.infrastructure.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTest {
  @Test
  void aPortThatIsTakenIsNamed() throws IOException {
    int port = FreePorts.next();
    Ports ports = new Ports(FreePorts.next(), port);
    assertThatCode(() -> ports.requireFree("payment-service")).doesNotThrowAnyException();

    try (ServerSocket other = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThat(other.isBound()).isTrue();
      assertThatThrownBy(() -> ports.requireFree("payment-service"))
          .isInstanceOf(PortTaken.class)
          .hasMessageContaining(String.valueOf(port))
          .hasMessageContaining("payment-service");
    }
  }
}
