package io.github.paymentsuite.lab.system.price;

import java.time.Duration;

/** CPU time of the processes that this one has started, by the operating system's accounts. */
final class CpuTime {
  private CpuTime() {}

  /**
   * Used so far by all that run now, in seconds.
   *
   * @param excluded whose command names this does not count
   */
  static double ofAllBut(String excluded) {
    return ProcessHandle.current()
        .descendants()
        .map(ProcessHandle::info)
        .filter(process -> !process.commandLine().orElse("").contains(excluded + ".jar"))
        .map(process -> process.totalCpuDuration().orElse(Duration.ZERO))
        .mapToDouble(used -> used.toNanos() / 1e9)
        .sum();
  }
}
