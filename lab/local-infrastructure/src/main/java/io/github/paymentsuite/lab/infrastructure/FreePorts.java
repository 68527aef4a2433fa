package io.github.paymentsuite.lab.infrastructure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Ports for servers that come back on the same one after a restart. They lie below the ephemeral
 * range, so that no outgoing connection takes one while its server is down, and in ranges of this
 * process's own, so that no other test run takes one either.
 */
public final class FreePorts {

  private static final int LOWEST = 20_000;
  private static final int HIGHEST = 32_000;
  private static final int RANGE = 500;

  /** What this JVM was given, though perhaps nothing listens there yet. */
  private static final Set<Integer> GIVEN = new HashSet<>();

  /** This JVM's ranges, each listened on at its first port. */
  private static final List<ServerSocket> CLAIMS = new ArrayList<>();

  private FreePorts() {}

  /** A free port that is given to nobody else. */
  public static int next() {
    return consecutive(1);
  }

  /** The first of so many free ports in a row. */
  public static synchronized int consecutive(int count) {
    if (count >= RANGE) {
      throw new IllegalArgumentException("there are no " + count + " ports in one range");
    }
    for (ServerSocket claim : CLAIMS) {
      OptionalInt first = within(claim, count);
      if (first.isPresent()) {
        return first.getAsInt();
      }
    }
    CLAIMS.add(claim());
    return consecutive(count);
  }

  private static OptionalInt within(ServerSocket claim, int count) {
    int end = claim.getLocalPort() + RANGE;
    for (int first = claim.getLocalPort() + 1; first + count <= end; first++) {
      List<Integer> row = IntStream.range(first, first + count).boxed().toList();
      if (row.stream().allMatch(port -> !GIVEN.contains(port) && isFree(port))) {
        GIVEN.addAll(row);
        return OptionalInt.of(first);
      }
    }
    return OptionalInt.empty();
  }

  /** Claims a range for as long as its first port is listened on. */
  static ServerSocket claim() {
    for (int first = LOWEST; first + RANGE <= HIGHEST; first += RANGE) {
      try {
        return new ServerSocket(first, 1, InetAddress.getLoopbackAddress());
      } catch (IOException taken) {
        // By another process: the next one then.
      }
    }
    throw new IllegalStateException(
        "all ranges of ports between %d and %d are taken".formatted(LOWEST, HIGHEST));
  }

  /** Whether a server could listen here now, on this machine's own address and on all of them. */
  public static boolean isFree(int port) {
    return ChildProcess.whileNoneStarts(
        () ->
            canBind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                && canBind(new InetSocketAddress(port)));
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
