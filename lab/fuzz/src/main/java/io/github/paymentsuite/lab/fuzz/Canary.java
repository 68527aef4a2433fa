package io.github.paymentsuite.lab.fuzz;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a deserialiser that believes its input would make an object of: it leaves a mark as soon as
 * it is initialised. Of the kinds that autotype filters have let through: an exception, something
 * to close.
 */
public final class Canary extends RuntimeException implements Closeable {
  static final String MARKS = "canary.mark";

  private static final long serialVersionUID = 1;

  static {
    String mark = System.getProperty(MARKS);
    if (mark != null) {
      try {
        Files.writeString(Path.of(mark), "initialised");
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }

  /** As beans have it. */
  public void setValue(String value) {
    throw new IllegalStateException("a property was set: " + value);
  }

  @Override
  public void close() {
    // nothing
  }

  /** A folder with this class and no other. */
  static Path onItsOwn(Path folder) {
    String name = Canary.class.getName().replace('.', '/') + ".class";
    Path file = folder.resolve(name);
    try (InputStream in = Canary.class.getResourceAsStream("Canary.class")) {
      Files.createDirectories(file.getParent());
      Files.write(file, in.readAllBytes());
      return folder;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
