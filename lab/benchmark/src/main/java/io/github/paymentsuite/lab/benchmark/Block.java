package io.github.paymentsuite.lab.benchmark;

import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What was measured of one block of payments, all of which had all of their effects, once.
 *
 * @param seconds from the first arrival to the last effect
 * @param cpuSeconds without JVMs' compilers, of each process that works for a payment: the
 *     services, the database, the broker and its name server
 * @param statements that the database was sent, by kind, as it counts them
 * @param clientCpuSeconds of the process that the clients are in; 0 where they are within a service
 * @param simulatorCpuSeconds of the outside world
 * @param compilersCpuSeconds of what compiled meanwhile in the JVMs of all these but the clients'
 * @param seen by the clients
 * @param effects microseconds from a record to the last of its effects, whole milliseconds
 * @param fsyncMillis how long the disk took for one small write just before, the median of some
 */
record Block(
    int payments,
    double seconds,
    Map<String, Double> cpuSeconds,
    Map<String, Long> statements,
    double clientCpuSeconds,
    double simulatorCpuSeconds,
    double compilersCpuSeconds,
    Load.Seen seen,
    Histogram effects,
    double fsyncMillis) {
  double goodput() {
    return payments / seconds;
  }

  double compilersMillisEach() {
    return 1e3 * compilersCpuSeconds / payments;
  }

  double cpuMillisEach() {
    return 1e3 * cpuSeconds.values().stream().mapToDouble(Double::doubleValue).sum() / payments;
  }
}
