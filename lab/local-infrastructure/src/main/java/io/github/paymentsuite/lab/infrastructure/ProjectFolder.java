package io.github.paymentsuite.lab.infrastructure;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Where the project's own files are: what it ships for RocketMQ and the database, and what its
 * build has put together.
 */
record ProjectFolder(Path root) {

  /**
   * Searches upwards from this class, be it in {@code target/classes} or in a jar beside it, and
   * from the working directory, which helps if the jar was installed elsewhere.
   */
  static ProjectFolder find() {
    Path code = codeSource();
    Path working = Path.of("").toAbsolutePath();
    return Stream.of(code, working)
        .flatMap(start -> Stream.iterate(start, path -> path != null, Path::getParent))
        .filter(folder -> Files.exists(folder.resolve("rocketmq/broker.conf")))
        .filter(folder -> Files.isDirectory(folder.resolve("sql/init")))
        .findFirst()
        .map(ProjectFolder::new)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "Neither %s nor %s lies in the project: no folder above has rocketmq/broker.conf and sql/init"
                        .formatted(code, working)));
  }

  Path shippedRocketMq() {
    return root.resolve("rocketmq");
  }

  Path databaseInitialisation() {
    return root.resolve("sql/init");
  }

  /** What is too big to unpack for every run. Git ignores it. */
  Path sharedData() {
    return root.resolve(".data");
  }

  Path rocketMqLibraries() {
    Path libraries = root.resolve("lab/local-infrastructure/target/rocketmq/lib");
    if (!Files.isDirectory(libraries)) {
      throw new IllegalStateException(
          "%s is missing. Build it first: mvn generate-resources -pl lab/local-infrastructure"
              .formatted(libraries));
    }
    return libraries;
  }

  /** The classes that the broker loads beside its own. */
  Path brokerAuthorization() {
    Path classes = root.resolve("rocketmq/target/classes");
    if (!Files.isDirectory(classes)) {
      throw new IllegalStateException(
          "%s is missing. Build it first: mvn compile -pl rocketmq".formatted(classes));
    }
    return classes;
  }

  private static Path codeSource() {
    try {
      return Path.of(
          ProjectFolder.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
