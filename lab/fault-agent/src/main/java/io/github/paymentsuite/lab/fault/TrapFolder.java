package io.github.paymentsuite.lab.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How whoever drives a test and the services under it agree on what is to go wrong: by the names of
 * files. A trap is a file that the service renames as it springs, so it springs once, in one
 * process, and the name that is left is the proof.
 */
public final class TrapFolder {
  private static final String SPRUNG = "-sprung-";
  private static final String PLANTED = ".bug";
  private static final String BITTEN = ".bitten";

  private final Path folder;

  public TrapFolder(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
    try {
      Files.createDirectories(this.folder);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** A folder in which nothing is set, and nothing has sprung yet. */
  public static TrapFolder empty(Path folder) {
    TrapFolder traps = new TrapFolder(folder);
    traps.names().forEach(name -> delete(traps.folder.resolve(name)));
    return traps;
  }

  /** What a trap does to the call that springs it. */
  public enum Action {
    /** The process is killed there and then, by SIGKILL. */
    KILL,
    /** The thread stands still until the trap is released. */
    HOLD,
    /** The method, which must be one that returns nothing, does not run. */
    SKIP;

    private String suffix() {
      return "." + name().toLowerCase(Locale.ROOT);
    }
  }

  /** A JVM argument that makes a service look here. */
  public String jvmArgument(Path agentJar) {
    return "-javaagent:%s=%s".formatted(agentJar, folder);
  }

  /** Sets a trap for the first call that comes. */
  public void set(CrashPoint point, Action action) {
    set(point, action, "");
  }

  /** Sets a trap for the first call whose arguments mention this text, such as an order's id. */
  public void set(CrashPoint point, Action action, String mentioned) {
    write(folder.resolve(point.label() + action.suffix()), mentioned);
  }

  /** Whether it is set and has not sprung. */
  public boolean isSet(CrashPoint point, Action action) {
    return Files.exists(folder.resolve(point.label() + action.suffix()));
  }

  public void remove(CrashPoint point, Action action) {
    delete(folder.resolve(point.label() + action.suffix()));
  }

  /** How often traps of this kind have sprung there, in any process. */
  public int sprung(CrashPoint point, Action action) {
    return (int) names().filter(name -> name.startsWith(mark(point, action))).count();
  }

  /** The ids of the processes that were killed at the point. */
  public List<Long> victims(CrashPoint point) {
    String mark = mark(point, Action.KILL);
    return names()
        .filter(name -> name.startsWith(mark))
        .map(name -> Long.valueOf(name.substring(mark.length()).split("-")[0]))
        .toList();
  }

  /** Lets go on whoever is held at the point. */
  public void release(CrashPoint point) {
    names()
        .filter(name -> name.startsWith(mark(point, Action.HOLD)))
        .forEach(name -> delete(folder.resolve(name)));
  }

  public void plant(Bug bug) {
    write(folder.resolve(bug.label() + PLANTED), "");
  }

  /** Whether the bug, since it was planted, has made anything go other than it would have. */
  public boolean hasBitten(Bug bug) {
    return Files.exists(folder.resolve(bug.label() + BITTEN));
  }

  /**
   * For the process under test: the mark that the trap leaves, if the call springs it; once for
   * each setting, in whichever process is first.
   */
  Optional<Path> spring(CrashPoint point, Action action, Call call) throws IOException {
    Path set = folder.resolve(point.label() + action.suffix());
    if (!Files.exists(set)) {
      return Optional.empty();
    }
    try {
      if (!call.mentions(Files.readString(set))) {
        return Optional.empty();
      }
      String name = mark(point, action) + ProcessHandle.current().pid() + "-" + System.nanoTime();
      return Optional.of(Files.move(set, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE));
    } catch (NoSuchFileException sprungElsewhere) {
      return Optional.empty();
    }
  }

  boolean isPlanted(Bug bug) {
    return Files.exists(folder.resolve(bug.label() + PLANTED));
  }

  void bite(Bug bug) {
    write(folder.resolve(bug.label() + BITTEN), "");
  }

  private static String mark(CrashPoint point, Action action) {
    return point.label() + action.suffix() + SPRUNG;
  }

  private Stream<String> names() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList().stream();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Whole or not at all: the other side reads it as soon as it is there. */
  private void write(Path file, String content) {
    try {
      Path prepared = Files.createTempFile(folder, "", ".new");
      Files.writeString(prepared, content);
      Files.move(
          prepared, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
