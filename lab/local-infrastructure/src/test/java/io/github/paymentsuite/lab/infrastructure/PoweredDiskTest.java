package io.github.paymentsuite.lab.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoweredDiskTest {

  private static final int BYTES = 100_000;

  @TempDir private Path folder;

  @BeforeEach
  void skipWhereThereCanBeNone() {
    Optional<String> obstacle = PoweredDisk.obstacle();
    assumeTrue(obstacle.isEmpty(), obstacle::toString);
  }

  @Test
  void keepsWhatWasSyncedAndLosesTheRest() throws IOException {
    try (PoweredDisk disk = PoweredDisk.in(folder)) {
      write(disk.path().resolve("synced"), 1, true);
      write(disk.path().resolve("not-synced"), 1, false);

      disk.cutPower();
      assertThatThrownBy(() -> write(disk.path().resolve("afterwards"), 1, false))
          .isInstanceOf(IOException.class);
      disk.restorePower();

      assertThat(disk.path().resolve("synced")).hasSize(BYTES);
      assertThat(lengthOf(disk.path().resolve("not-synced"))).isZero();
      assertThat(disk.path().resolve("afterwards")).doesNotExist();
      write(disk.path().resolve("afterwards"), 1, true);
    }
  }

  @Test
  void bringsBackWhatWasOverwrittenWithoutASync() throws IOException {
    try (PoweredDisk disk = PoweredDisk.in(folder)) {
      Path file = disk.path().resolve("file");
      write(file, 1, true);
      write(file, 2, false);

      disk.cutPower();
      disk.restorePower();

      assertThat(Files.readAllBytes(file)).hasSize(BYTES).containsOnly(1);
    }
  }

  @Test
  void clearsAwayWhatAKilledRunHasLeft() throws IOException {
    PoweredDisk left = PoweredDisk.in(folder);
    write(left.path().resolve("old"), 1, true);

    try (PoweredDisk disk = PoweredDisk.in(folder)) {
      assertThat(disk.path().resolve("old")).doesNotExist();
    }
    assertThat(folder).isEmptyDirectory();
  }

  private static void write(Path file, int content, boolean synced) throws IOException {
    byte[] bytes = new byte[BYTES];
    Arrays.fill(bytes, (byte) content);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(bytes));
      if (synced) {
        channel.force(true);
      }
    }
  }

  /** A name may have reached the disk without its content. */
  private static long lengthOf(Path file) throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }
}
