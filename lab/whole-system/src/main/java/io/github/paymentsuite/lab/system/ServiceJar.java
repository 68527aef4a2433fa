package io.github.paymentsuite.lab.system;

import java.io.IOException;
import java.io.UncheckedIOException;
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
