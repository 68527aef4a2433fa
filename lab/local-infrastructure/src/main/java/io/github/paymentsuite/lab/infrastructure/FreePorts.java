package io.github.paymentsuite.lab.infrastructure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * Ports for servers that come back on the same one after a restart. They lie below the ephemeral
 * range, so that no outgoing connection takes one while its server is down.
 */
public final class FreePorts {

  private static final int LOWEST = 20_000;
  private static final int HIGHEST = 32_000;
  private static final int ATTEMPTS = 1_000;

  /** What this JVM was given, though perhaps nothing listens there yet. */
  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  private FreePorts() {}

  /** A free port that is given to nobody else in this JVM. */
  public static int next() {
    return consecutive(1);
  }

  /** The first of so many free ports in a row. */
  public static synchronized int consecutive(int count) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int first = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST - count);
      if (IntStream.range(first, first + count)
          .allMatch(port -> !GIVEN.contains(port) && isFree(port))) {
        IntStream.range(first, first + count).forEach(GIVEN::add);
        return first;
      }
    }
    throw new IllegalStateException(
        "No %d free ports in a row between %d and %d".formatted(count, LOWEST, HIGHEST));
  }

  /** Whether a server could listen here now, on this machine's own address and on all of them. */
  public static boolean isFree(int port) {
    return canBind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
        && canBind(new InetSocketAddress(port));
  }

  private static boolean canBind(InetSocketAddress address) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(address);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
