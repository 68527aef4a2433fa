package io.github.paymentsuite.lab.infrastructure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The directory of one infrastructure: its data, its secrets and its logs. It is held as long as
 * this is open. What the servers store may lie elsewhere, on a disk of its own.
 */
final class DataDirectory implements AutoCloseable {

  private static final String DATABASE = "database";
  private static final String ROCKETMQ = "rocketmq";
  private static final String CONFIGURATION = "conf";
  private static final String LOGS = "logs";
  private static final String TEMPORARY = "tmp";
  private static final String PASSWORDS = "passwords.properties";

  private final Path directory;
  private final Path storeDirectory;
  private final FileChannel lock;

  private DataDirectory(Path directory, Path storeDirectory, FileChannel lock) {
    this.directory = directory;
    this.storeDirectory = storeDirectory;
    this.lock = lock;
  }

  /** Fails if another infrastructure has it, of this JVM or of another. */
  static DataDirectory open(Path directory, Path storeDirectory) {
    try {
      Files.createDirectories(directory);
      FileChannel lock =
          FileChannel.open(
              directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!isLocked(lock)) {
        lock.close();
        throw new IllegalStateException(directory + " is in use by another infrastructure");
      }
      return new DataDirectory(directory, storeDirectory, lock);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the database stores everything. */
  Path database() {
    return created(storeDirectory.resolve(DATABASE));
  }

  /** Where the broker stores everything. */
  Path rocketMq() {
    return created(storeDirectory.resolve(ROCKETMQ));
  }

  /** For the owner alone: the broker writes its settings, secrets included, as it likes. */
  Path configuration() {
    Path folder = created(directory.resolve(CONFIGURATION));
    try {
      return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of one process, without what an earlier one of that name has left there. */
  Path emptyTemporary(String name) {
    Path folder = directory.resolve(TEMPORARY).resolve(name);
    try {
      Folders.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return created(folder);
  }

  Path log(String name) {
    return created(directory.resolve(LOGS)).resolve(name + ".log");
  }

  Path passwords() {
    return directory.resolve(PASSWORDS);
  }

  /**
   * Deletes what was put there and nothing else: its owner may keep other things in it. Logs stay.
   */
  void deleteData() {
    try {
      Folders.delete(storeDirectory.resolve(DATABASE));
      Folders.delete(storeDirectory.resolve(ROCKETMQ));
      Folders.delete(directory.resolve(CONFIGURATION));
      Folders.delete(directory.resolve(TEMPORARY));
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

  private static Path created(Path folder) {
    try {
      return Files.createDirectories(folder);
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
