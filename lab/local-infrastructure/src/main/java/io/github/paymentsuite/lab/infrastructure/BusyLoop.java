package io.github.paymentsuite.lab.infrastructure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A bug of RocketMQ 5 (apache/rocketmq 10966): once it has seen a transactional message, the
 * broker's thread that marks settled ones never sleeps again and takes a whole core. With the
 * lowest priority it takes what nobody else wants.
 */
final class BusyLoop {
  /** The thread's name as the kernel keeps it: the first 15 characters. */
  private static final String THREAD = "TransactionalOpBatchService".substring(0, 15);

  private BusyLoop() {}

  /** Does nothing to a process that has no such thread. */
  static void calm(GuardedProcess process) {
    Path threads = Path.of("/proc/%d/task".formatted(process.pid()));
    if (!Files.isDirectory(threads)) {
      return;
    }
    try (Stream<Path> each = Files.list(threads)) {
      for (Path thread : each.toList()) {
        if (name(thread).equals(THREAD)) {
          new ProcessBuilder(List.of("renice", "-n", "19", "-p", thread.getFileName().toString()))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static String name(Path thread) {
    try {
      return Files.readString(thread.resolve("comm")).strip();
    } catch (IOException ended) {
      return "";
    }
  }
}
