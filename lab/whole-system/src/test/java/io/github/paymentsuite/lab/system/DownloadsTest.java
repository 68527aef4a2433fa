package io.github.paymentsuite.lab.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.paymentsuite.lab.infrastructure.GuardedProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That Maven, as this project configures it, builds with nothing that changed on its way. */
class DownloadsTest {
  private static final String PARENT =
      """
      <project>
        <modelVersion>4.0.0</modelVersion>
        <groupId>downloads</groupId>
        <artifactId>parent</artifactId>
        <version>1</version>
        <packaging>pom</packaging>
      </project>
      """;

  @TempDir private Path directory;
  private Path parent;

  @BeforeEach
  void aProjectWhoseParentIsInARemoteRepository() throws IOException {
    Path configuration = Files.createDirectories(directory.resolve("project/.mvn"));
    Files.copy(
        ProjectRoot.find().resolve(".mvn/maven.config"), configuration.resolve("maven.config"));
    Files.writeString(
        directory.resolve("project/pom.xml"),
        """
        <project>
          <modelVersion>4.0.0</modelVersion>
          <parent>
            <groupId>downloads</groupId>
            <artifactId>parent</artifactId>
            <version>1</version>
            <relativePath/>
          </parent>
          <artifactId>child</artifactId>
          <packaging>pom</packaging>
          <repositories>
            <repository>
              <id>remote</id>
              <url>%s</url>
            </repository>
          </repositories>
        </project>
        """
            .formatted(directory.resolve("remote").toUri()));
    parent =
        Files.createDirectories(directory.resolve("remote/downloads/parent/1"))
            .resolve("parent-1.pom");
    Files.writeString(parent, PARENT);
    Files.writeString(directory.resolve("settings.xml"), "<settings/>");
  }

  @Test
  void whatHasItsChecksumIsBuiltWith() throws IOException {
    Files.writeString(checksum(), sha1(PARENT));

    GuardedProcess maven = validate();

    assertThat(maven.awaitExit(Duration.ofMinutes(1))).as(maven.lastLines(20)).isZero();
  }

  @Test
  void anotherChecksumEndsTheBuild() throws IOException {
    Files.writeString(checksum(), sha1(PARENT + " "));

    GuardedProcess maven = validate();

    assertThat(maven.awaitExit(Duration.ofMinutes(1))).isNotZero();
    assertThat(maven.lastLines(20)).contains("Checksum validation failed");
  }

  @Test
  void aMissingChecksumEndsTheBuild() throws IOException {
    GuardedProcess maven = validate();

    assertThat(maven.awaitExit(Duration.ofMinutes(1))).isNotZero();
    assertThat(maven.lastLines(20)).contains("Checksum validation failed");
  }

  private Path checksum() {
    return parent.resolveSibling("parent-1.pom.sha1");
  }

  /** Without this machine's settings: a mirror would stand in front of the repository. */
  private GuardedProcess validate() {
    String settings = directory.resolve("settings.xml").toString();
    return GuardedProcess.start(
        "maven",
        List.of(
            "mvn",
            "-B",
            "-s",
            settings,
            "-gs",
            settings,
            "-Dmaven.repo.local=" + directory.resolve("local"),
            "validate"),
        Map.of(),
        directory.resolve("project"),
        directory.resolve("maven.log"));
  }

  private static String sha1(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
