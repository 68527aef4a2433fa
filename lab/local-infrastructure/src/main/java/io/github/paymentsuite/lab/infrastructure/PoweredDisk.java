package io.github.paymentsuite.lab.infrastructure;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A file system of its own (ext4, in a file behind a loop device) from which the power can be cut:
 * what was synced by then is kept, and nothing else. What a real disk has in a volatile cache of
 * its own is not lost here, so a sync that does not reach the medium would not be noticed.
 */
public final class PoweredDisk implements AutoCloseable {

  /** Sparse: what is not written takes no space. */
  private static final long BYTES = 8L << 30;

  /** {@code EXT4_IOC_SHUTDOWN} and its mode that does not flush the journal first. */
  private static final String CUT =
      "open(my $disk, '<', $ARGV[0]) or die $!; my $mode = pack('I', 2); ioctl($disk, 0x8004587d, $mode) or die $!";

  /** Of the capabilities: the right to mount. */
  private static final int CAP_SYS_ADMIN = 21;

  private static final List<String> TOOLS =
      List.of("mkfs.ext4", "mount", "umount", "perl", "fallocate");

  /** A process that was killed lets go of its files a moment later. */
  private static final Duration RELEASE_LIMIT = Duration.ofSeconds(10);

  private static final Duration PAUSE = Duration.ofMillis(20);

  private final Path image;
  private final Path path;

  private PoweredDisk(Path image, Path path) {
    this.image = image;
    this.path = path;
  }

  /** Why there can be none on this machine, as a sentence; empty if there can. */
  public static Optional<String> obstacle() {
    if (!System.getProperty("os.name").equals("Linux")) {
      return Optional.of("A power cut needs Linux: it is simulated by ext4 on a loop device");
    }
    if (!mayMount() || !Files.isWritable(Path.of("/dev/loop-control"))) {
      return Optional.of("A power cut needs root and loop devices, to mount a disk of its own");
    }
    return TOOLS.stream()
        .filter(tool -> run("sh", "-c", "command -v " + tool).exitCode() != 0)
        .findFirst()
        .map(tool -> "A power cut needs " + tool + ", which is not on the PATH");
  }

  /**
   * Makes an empty one. What an earlier one in the same folder has left, because its JVM was
   * killed, is cleared away first.
   *
   * @param folder gets the image and the mount point
   */
  public static PoweredDisk in(Path folder) {
    try {
      Path mountPoint = Files.createDirectories(folder.resolve("disk"));
      // As the kernel names it.
      Path image = folder.toRealPath().resolve("disk.img");
      PoweredDisk disk = new PoweredDisk(image, mountPoint.toAbsolutePath());
      disk.release();
      try (var file = new RandomAccessFile(image.toFile(), "rw")) {
        file.setLength(BYTES);
      }
      require("mkfs.ext4", "-q", "-F", "-m", "0", image.toString());
      disk.powerUp();
      return disk;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it is mounted. */
  public Path path() {
    return path;
  }

  /**
   * Takes all of its space but so much.
   *
   * @param bytes that are left
   */
  public void fillLeaving(long bytes) throws IOException {
    long taken = Files.getFileStore(path).getUsableSpace() - bytes;
    require("fallocate", "--length", Long.toString(taken), ballast().toString());
  }

  /** Gives back what was taken to fill it. */
  public void makeRoom() throws IOException {
    Files.deleteIfExists(ballast());
  }

  /** Syncs all that is on it, as time has done with what was installed long ago. */
  public void sync() {
    require("sync", "--file-system", path.toString());
  }

  /** From this instant on nothing gets onto it any more, and every access fails. */
  public void cutPower() {
    require("perl", "-e", CUT, path.toString());
  }

  /** Mounts what is left. Nobody may have a file on it open by then. */
  public void restorePower() {
    detach();
    powerUp();
  }

  /** Unmounts and deletes it. */
  @Override
  public void close() {
    try {
      release();
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path ballast() {
    return path.resolve("ballast");
  }

  private void powerUp() {
    require("mount", "-t", "ext4", "-o", "loop", image.toString(), path.toString());
  }

  private void release() throws IOException {
    detach();
    Files.deleteIfExists(image);
  }

  /** By the image, which is its own: no other mount is touched. */
  private void detach() {
    long deadline = System.nanoTime() + RELEASE_LIMIT.toNanos();
    for (String device : devices()) {
      // The device goes with the mount that has set it up.
      while (run("umount", device).exitCode() != 0) {
        if (System.nanoTime() - deadline >= 0) {
          require("umount", device);
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  /** The loop devices on its image. */
  private List<String> devices() {
    try (Stream<Path> blocks = Files.list(Path.of("/sys/block"))) {
      return blocks
          .filter(block -> backing(block).equals(Optional.of(image.toString())))
          .map(block -> "/dev/" + block.getFileName())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<String> backing(Path block) {
    try {
      return Optional.of(Files.readString(block.resolve("loop/backing_file")).strip());
    } catch (IOException noLoopDeviceInUse) {
      return Optional.empty();
    }
  }

  private static boolean mayMount() {
    try (Stream<String> status = Files.lines(Path.of("/proc/self/status"))) {
      return status
          .filter(line -> line.startsWith("CapEff:"))
          .map(line -> new BigInteger(line.substring("CapEff:".length()).strip(), 16))
          .anyMatch(capabilities -> capabilities.testBit(CAP_SYS_ADMIN));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How a command ended, and what it said. */
  private record Outcome(int exitCode, String output) {}

  private static void require(String... command) {
    Outcome outcome = run(command);
    if (outcome.exitCode() != 0) {
      throw new IllegalStateException(
          "%s failed (%d): %s"
              .formatted(String.join(" ", command), outcome.exitCode(), outcome.output()));
    }
  }

  private static Outcome run(String... command) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    // Where mkfs and losetup are, also for a user whose PATH lacks it.
    builder.environment().merge("PATH", "/usr/sbin:/sbin", (path, more) -> path + ":" + more);
    try {
      Process process = ChildProcess.start(builder);
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Outcome(process.waitFor(), output.strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while running " + command[0], e);
    }
  }
}
