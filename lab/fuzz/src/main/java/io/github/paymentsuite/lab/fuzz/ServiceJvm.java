package io.github.paymentsuite.lab.fuzz;

import io.github.paymentsuite.lab.infrastructure.ChildProcess;
import io.github.paymentsuite.lab.system.ServiceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** What the JDK's own tool sees of a running service. */
record ServiceJvm(ServiceProcess service) {
  private static final Pattern USED = Pattern.compile("(?:total|heap) .*?used ([0-9]+)K");

  /** Where threads of pools, of netty and of the JDK's HTTP client wait until there is work. */
  private static final List<String> IDLE =
      List.of(
          "ThreadPoolExecutor.getTask",
          "ForkJoinPool.awaitWork",
          "SingleThreadEventExecutor.takeTask",
          "NioEventLoop.select",
          "HttpClientImpl$SelectorManager.run",
          // A timer, of which the driver has one for each database connection.
          "(a java.util.TaskQueue)");

  /**
   * What may grow.
   *
   * @param liveHeap bytes that are still reachable
   * @param threads all of them
   * @param atWork names of those that are not waiting for something to do
   */
  record State(long liveHeap, int threads, List<String> atWork) {}

  State state() {
    List<String> threads = threads();
    return new State(liveHeap(), threads.size(), namesOfThoseAtWork(threads));
  }

  /** Threads that are in the middle of a request. */
  long busyThreads() {
    return threads().stream()
        .filter(stack -> stack.contains("org.apache.coyote.AbstractProtocol$ConnectionHandler"))
        .count();
  }

  private long liveHeap() {
    jcmd("GC.run");
    return USED.matcher(jcmd("GC.heap_info"))
            .results()
            .mapToLong(used -> Long.parseLong(used.group(1)))
            .sum()
        * 1024;
  }

  private static List<String> namesOfThoseAtWork(List<String> threads) {
    return threads.stream()
        .filter(stack -> IDLE.stream().noneMatch(stack::contains))
        .map(stack -> stack.substring(1, stack.indexOf('"', 1)))
        .toList();
  }

  /** The stack of each. */
  private List<String> threads() {
    return Arrays.stream(jcmd("Thread.print").split("\n\n"))
        .filter(stack -> stack.startsWith("\""))
        .toList();
  }

  private String jcmd(String command) {
    String java = System.getProperty("services.java.home", System.getProperty("java.home"));
    try {
      Process tool =
          ChildProcess.start(
              new ProcessBuilder(
                      Path.of(java, "bin", "jcmd").toString(),
                      Long.toString(service.process().pid()),
                      command)
                  .redirectErrorStream(true));
      String output = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (tool.waitFor() != 0) {
        throw new IllegalStateException("jcmd %s: %s".formatted(command, output.strip()));
      }
      return output;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", interrupted);
    }
  }
}
