package io.github.paymentsuite.lab.benchmark;

import io.github.paymentsuite.lab.infrastructure.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The JDK's tool that asks a JVM something. */
final class Jcmd {
  private static final Path TOOL = Path.of(System.getProperty("java.home"), "bin", "jcmd");

  private Jcmd() {}

  /**
   * @return what the JVM says
   * @throws IllegalStateException if it refuses
   */
  static String ask(long pid, String... command) {
    List<String> words = new ArrayList<>(List.of(TOOL.toString(), Long.toString(pid)));
    words.addAll(List.of(command));
    try {
      Process process = ChildProcess.start(new ProcessBuilder(words).redirectErrorStream(true));
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + ": " + output);
      }
      return output;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }
}
