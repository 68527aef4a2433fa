package io.github.paymentsuite.lab.simulator;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * An append-only file of events, one JSON line each. What a decision appended survives any crash
 * once {@link #decide} has returned; the file belongs to one process at a time.
 */
final class LedgerFile<E> implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(LedgerFile.class);

  /**
   * Independent of the mapper that speaks HTTP: old files must stay readable whatever is configured
   * there.
   */
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .changeDefaultPropertyInclusion(
              inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
          .build();

  private final Path path;
  private final Class<E> eventType;
  private final FileChannel channel;
  private final ReentrantLock forcing = new ReentrantLock();

  private volatile long writtenBytes;
  private volatile long durableBytes;
  private volatile boolean broken;

  LedgerFile(Path path, Class<E> eventType) {
    this.path = path;
    this.eventType = eventType;
    try {
      Files.createDirectories(path.toAbsolutePath().getParent());
      this.channel =
          FileChannel.open(
              path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      lock();
      forceDirectory();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot open the ledger " + path, e);
    }
  }

  /** Hands over every event on file, oldest first, and readies the file for appending. */
  void replay(Consumer<? super E> consumer) {
    try {
      long wholeLines = readLines(consumer);
      long tornBytes = channel.size() - wholeLines;
      if (tornBytes > 0) {
        log.warn("{}: cut off a torn last line of {} bytes", path, tornBytes);
        channel.truncate(wholeLines);
      }
      // A line found on file may never have been forced; it is answered for from now on.
      channel.force(true);
      channel.position(wholeLines);
      writtenBytes = wholeLines;
      durableBytes = wholeLines;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the ledger " + path, e);
    }
  }

  /**
   * Takes a decision, alone, and lets its outcome out only when everything appended so far is
   * durable: not even a "not found" or a refusal can be contradicted by a crash.
   */
  <T> T decide(Supplier<T> decision) {
    try {
      synchronized (this) {
        return decision.get();
      }
    } finally {
      // Outside the lock, so that those who decided meanwhile share one force.
      force();
    }
  }

  /** Writes one event; only within {@link #decide}, which makes it durable. */
  void append(E event) {
    if (!Thread.holdsLock(this)) {
      throw new IllegalStateException("Events are appended by decisions only");
    }
    requireSound();
    byte[] json = JSON.writeValueAsBytes(event);
    ByteBuffer line = ByteBuffer.allocate(json.length + 1).put(json).put((byte) '\n').flip();
    long end = writtenBytes + line.remaining();
    try {
      while (line.hasRemaining()) {
        channel.write(line);
      }
    } catch (IOException e) {
      throw broken(e);
    }
    writtenBytes = end;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot close the ledger " + path, e);
    }
  }

  private void force() {
    long needed = writtenBytes;
    forcing.lock();
    try {
      requireSound();
      if (durableBytes < needed) {
        long reached = writtenBytes;
        channel.force(false);
        durableBytes = reached;
      }
    } catch (IOException e) {
      throw broken(e);
    } finally {
      forcing.unlock();
    }
  }

  private void lock() throws IOException {
    boolean free;
    try {
      free = channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      free = false;
    }
    if (!free) {
      channel.close();
      throw new UnusableLedger("The ledger " + path + " is in use by another simulator");
    }
  }

  /**
   * Without this a power cut could take the whole new file, however often its content was forced.
   */
  private void forceDirectory() throws IOException {
    try (FileChannel directory =
        FileChannel.open(path.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  /** Returns the length in bytes of the whole lines read. */
  private long readLines(Consumer<? super E> consumer) throws IOException {
    long wholeLines = 0;
    long number = 0;
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    // Through the channel, and left open: closing any other stream on the file would give up its
    // lock.
    InputStream in = new BufferedInputStream(Channels.newInputStream(channel));
    for (int next = in.read(); next >= 0; next = in.read()) {
      if (next != '\n') {
        line.write(next);
        continue;
      }
      number++;
      accept(line, number, consumer);
      wholeLines += line.size() + 1;
      line.reset();
    }
    return wholeLines;
  }

  private void accept(ByteArrayOutputStream line, long number, Consumer<? super E> consumer) {
    try {
      consumer.accept(JSON.readValue(line.toByteArray(), eventType));
    } catch (RuntimeException e) {
      // No cause: its message could quote the line, and phone numbers do not belong in a log.
      throw new UnusableLedger(
          "The ledger %s is damaged at line %d (%s); only a torn last line can be repaired"
              .formatted(path, number, e.getClass().getSimpleName()));
    }
  }

  /**
   * After a failed write or force nobody knows what is on disk, so nothing more is answered from
   * it.
   */
  private UncheckedIOException broken(IOException cause) {
    broken = true;
    return new UncheckedIOException("The ledger " + path + " can no longer be written", cause);
  }

  private void requireSound() {
    if (broken) {
      throw new UnusableLedger("The ledger " + path + " failed before; restart the simulator");
    }
  }
}
