package io.github.paymentsuite.lab.system;

import io.github.paymentsuite.lab.infrastructure.FreePorts;

/** The two ports of each service; the simulator has one for both. */
public record Ports(int api, int management) {
  static Ports free() {
    return new Ports(FreePorts.next(), FreePorts.next());
  }

  /**
   * @throws PortTaken if one of them is not free
   */
  void requireFree(String service) {
    for (int port : new int[] {api, management}) {
      if (!FreePorts.isFree(port)) {
        throw new PortTaken(port, service);
      }
    }
  }
}
