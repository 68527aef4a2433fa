package io.github.paymentsuite.lab.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** What a durable write costs on this disk at this moment, without anybody's code around it. */
final class DiskProbe {
  private static final int WRITES = 20;
  private static final int BYTES = 512;

  private DiskProbe() {}

  /** Milliseconds of one appended write and its fdatasync, the median. */
  static double fsyncMillis(Path folder) {
    try {
      Path file = Files.createTempFile(folder, "probe", ".bin");
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < WRITES; i++) {
          long start = System.nanoTime();
          channel.write(ByteBuffer.allocate(BYTES));
          channel.force(false);
          millis.add((System.nanoTime() - start) / 1e6);
        }
        return Figures.of(millis).median();
      } finally {
        Files.delete(file);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
