package io.github.paymentsuite.lab.fuzz;

import io.github.paymentsuite.lab.system.WholeSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A whole system whose services write down each class that they load, and have one on their class
 * path that leaves a mark when it is initialised.
 */
record WatchedSystem(WholeSystem system, Path marks) implements AutoCloseable {
  static WatchedSystem start(WholeSystem.Options options) {
    Path directory = options.infrastructure().dataDirectory();
    Path marks = directory.resolve("marks");
    WholeSystem.Options watched = options;
    for (String service : WholeSystem.SERVICES) {
      watched =
          watched
              // What is refused for coming too often says nothing.
              .withEnvironment(service, "HTTP_RATE_LIMIT_CLIENT_PER_SECOND", "1000000")
              .withEnvironment(service, "HTTP_RATE_LIMIT_CUSTOMER_PER_SECOND", "1000000")
              .withJvmArguments(
                  service,
                  "-Xlog:class+load=info:file=" + classesOf(directory, service),
                  // Where every class loader looks first.
                  "-Xbootclasspath/a:" + Canary.onItsOwn(directory.resolve("canary")),
                  "-D" + Canary.MARKS + "=" + marks.resolve(service).toAbsolutePath());
    }
    try {
      Files.createDirectories(marks);
      for (String service : WholeSystem.SERVICES) {
        Files.deleteIfExists(marks.resolve(service));
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return new WatchedSystem(WholeSystem.start(watched), marks);
  }

  /** Of all services, a line for each class. */
  List<String> loadedClasses() {
    List<String> lines = new ArrayList<>();
    try {
      for (String service : WholeSystem.SERVICES) {
        lines.addAll(Files.readAllLines(classesOf(system.directory(), service)));
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return lines;
  }

  @Override
  public void close() {
    system.close();
  }

  private static Path classesOf(Path directory, String service) {
    return directory.resolve("classes-of-" + service + ".log");
  }
}
