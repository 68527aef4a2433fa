package io.github.paymentsuite.lab.system;

import io.github.paymentsuite.lab.infrastructure.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;

/** The built jar of a module. Testing yesterday's build is worse than testing none. */
public record ServiceJar(String module, Path path) {
  /**
   * @throws IllegalStateException if the jar is missing, or older than what it is built from
   */
  public static ServiceJar of(Path projectRoot, String folder) {
    Path module = projectRoot.resolve(folder);
    String name = module.getFileName().toString();
    Path jar = module.resolve("target/" + name + ".jar");
    // The jar itself bears the fixed time of a reproducible build; what it was repackaged from
    // tells.
    Path built = module.resolve("target/" + name + ".jar.original");
    if (!Files.exists(built)) {
      built = module.resolve("target/original-" + name + ".jar");
    }
    if (!Files.exists(jar) || !Files.exists(built)) {
      throw new IllegalStateException(jar + " is missing: build it first (mvn package)");
    }
    FileTime builtAt = lastModified(built);
    Stream.of(module.resolve("src/main"), projectRoot.resolve("sql/" + name))
        .filter(Files::isDirectory)
        .flatMap(sources -> filesBelow(sources).stream())
        .filter(source -> lastModified(source).compareTo(builtAt) > 0)
        .findAny()
        .ifPresent(
            source -> {
              throw new IllegalStateException(
                  jar + " is older than " + source + ": build it again (mvn package)");
            });
    return new ServiceJar(name, jar);
  }

  /**
   * Unpacks it with Spring Boot's own tool, as the container image does: so it starts in two thirds
   * of the time, and a build meanwhile does not pull it away from under the process.
   *
   * @param directory in which it gets a folder of its own
   * @return the jar to start
   */
  public Path unpackInto(Path directory) {
    Path folder = directory.resolve(module);
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Djarmode=tools",
            "-jar",
            path.toString(),
            "extract",
            "--force",
            "--destination",
            folder.toString());
    try {
      Process tool = ChildProcess.start(new ProcessBuilder(command).redirectErrorStream(true));
      String output = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (tool.waitFor() != 0) {
        throw new IllegalStateException(path + " cannot be unpacked: " + output.strip());
      }
      return folder.resolve(path.getFileName());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + path + " is unpacked", interrupted);
    }
  }

  private static List<Path> filesBelow(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static FileTime lastModified(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
