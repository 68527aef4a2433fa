package io.github.paymentsuite.lab.infrastructure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * The directory of one infrastructure: its data, its secrets and its logs. It is held as long as
 * this is open.
 */
final class DataDirectory implements AutoCloseable {

  private static final List<String> DATA = List.of("database", "rocketmq", "conf");
  private static final String LOGS = "logs";
  private static final String PASSWORDS = "passwords.properties";

  private final Path directory;
  private final FileChannel lock;

  private DataDirectory(Path directory, FileChannel lock) {
    this.directory = directory;
    this.lock = lock;
  }

  /** Fails if another infrastructure has it, of this JVM or of another. */
  static DataDirectory open(Path directory) {
    try {
      Files.createDirectories(directory);
      FileChannel lock =
          FileChannel.open(
              directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!isLocked(lock)) {
        lock.close();
        throw new IllegalStateException(directory + " is in use by another infrastructure");
      }
      return new DataDirectory(directory, lock);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A folder in it, which is created if need be. */
  Path folder(String name) {
    try {
      return Files.createDirectories(directory.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path log(String name) {
    return folder(LOGS).resolve(name + ".log");
  }

  Path passwords() {
    return directory.resolve(PASSWORDS);
  }

  /**
   * Deletes what was put there and nothing else: its owner may keep other things in it. Logs stay.
   */
  void deleteData() {
    try {
      for (String folder : DATA) {
        Folders.delete(directory.resolve(folder));
      }
      Files.deleteIfExists(passwords());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void deleteLogs() {
    try {
      Folders.delete(directory.resolve(LOGS));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a file that nobody but its owner may read. */
  static void writeSecret(Path file, String text) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, text);
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }
}
