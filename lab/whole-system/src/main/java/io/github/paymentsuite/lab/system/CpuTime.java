package io.github.paymentsuite.lab.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a process has used of the processors since it was started, by Linux's own accounts, in ticks
 * of 10 ms.
 */
public final class CpuTime {
  /**
   * Of every JVM that is measured: a compiler's thread that ended would take the time that it has
   * used out of its own count.
   */
  public static final String JVM_FLAG = "-XX:-UseDynamicNumberOfCompilerThreads";

  private static final List<String> COMPILERS = List.of("C1 CompilerThre", "C2 CompilerThre");

  private static final double TICKS_PER_SECOND = 100;

  private CpuTime() {}

  /**
   * Seconds of one processor, without those of a JVM's compilers, who have little left to do in a
   * service that has run for an hour.
   */
  public static double secondsWithoutCompilers(ProcessHandle process) {
    double all = process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
    return all - secondsOfCompilers(process);
  }

  /** Seconds of one processor that a JVM's compilers alone have used. */
  public static double secondsOfCompilers(ProcessHandle process) {
    Path threads = Path.of("/proc", Long.toString(process.pid()), "task");
    long ticks = 0;
    try (DirectoryStream<Path> all = Files.newDirectoryStream(threads)) {
      for (Path thread : all) {
        ticks += compilerTicks(thread);
      }
    } catch (NoSuchFileException ended) {
      return 0;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return ticks / TICKS_PER_SECOND;
  }

  private static long compilerTicks(Path thread) throws IOException {
    String stat;
    try {
      stat = Files.readString(thread.resolve("stat"));
    } catch (NoSuchFileException ended) {
      return 0;
    }
    int nameEnd = stat.lastIndexOf(')');
    if (!COMPILERS.contains(stat.substring(stat.indexOf('(') + 1, nameEnd))) {
      return 0;
    }
    // In user and in kernel mode, the 14th and the 15th field of all; the name is the second.
    String[] fields = stat.substring(nameEnd + 2).split(" ");
    return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
  }
}
