package io.github.paymentsuite.lab.system.proof;

import com.alibaba.fastjson2.JSON;
import com.alibaba.fastjson2.JSONObject;
import io.github.paymentsuite.lab.infrastructure.ChildProcess;
import io.github.paymentsuite.lab.system.ProjectRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * What a part of the proof has found so far, one JSON object a line, each with the commit that it
 * holds for. By it a part that was stopped goes on.
 */
final class Results {
  /** Neither results nor documents change what is proven. */
  private static final List<String> WHAT_IS_PROVEN =
      List.of("--", ".", ":(exclude)lab/results", ":(exclude)*.md");

  private final Path file;
  private final String commit;

  private Results(Path file, String commit) {
    this.file = file;
    this.commit = commit;
  }

  static Results of(String part) {
    Path root = ProjectRoot.find();
    return new Results(root.resolve("lab/results/" + part + ".jsonl"), commit(root));
  }

  /** Short, and with a + if the files have changed since. */
  String commit() {
    return commit;
  }

  void append(JSONObject result) {
    JSONObject line =
        new JSONObject()
            .fluentPut("commit", commit)
            .fluentPut(
                "at", Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS).toString());
    line.putAll(result);
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Those of this commit, in the order in which they came. */
  List<JSONObject> ofThisCommit() {
    if (Files.notExists(file)) {
      return List.of();
    }
    try {
      return Files.readAllLines(file).stream()
          .map(JSON::parseObject)
          .filter(line -> commit.equals(line.getString("commit")))
          .toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static String commit(Path root) {
    String last = git(root, "log", "-1", "--format=%h");
    return git(root, "status", "--porcelain").isEmpty() ? last : last + "+";
  }

  private static String git(Path root, String... command) {
    List<String> words = new ArrayList<>(List.of("git"));
    words.addAll(List.of(command));
    words.addAll(WHAT_IS_PROVEN);
    try {
      Process git =
          ChildProcess.start(
              new ProcessBuilder(words).directory(root.toFile()).redirectErrorStream(true));
      String output = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (git.waitFor() != 0) {
        throw new IllegalStateException("git says: " + output.strip());
      }
      return output.strip();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }
}
