package io.github.paymentsuite.lab.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.github.paymentsuite.lab.infrastructure.GuardedProcess;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is shipped: the jars themselves. */
class ServiceJarsIT extends AcceptanceTest {
  private static final List<String> NEVER_USED =
      List.of(
          "rocksdb",
          "zstd",
          "lz4",
          "grpc",
          "okhttp",
          "kotlin",
          "opentelemetry-exporter",
          "opentelemetry-sdk",
          "netty-all",
          "native-epoll",
          "tcnative",
          "fastjson-1.",
          "lombok",
          "rocketmq-acl",
          "rocketmq-broker",
          "rocketmq-store",
          "tomcat-embed-websocket",
          "micrometer-jakarta9",
          "jakarta.activation",
          "checker-qual",
          "j2objc",
          "spring-boot-loader",
          "junit",
          "awaitility");

  @ParameterizedTest
  @ValueSource(
      strings = {WholeSystem.PAYMENT, WholeSystem.ORDER, WholeSystem.POINTS, WholeSystem.NOTIFY})
  void shipNoNativeLibraryAndNoSdkThatIsNeverUsed(String service) throws IOException {
    Path jar = ServiceJar.of(ProjectRoot.find(), service).path();
    List<String> libraries = new ArrayList<>();
    List<String> natives = new ArrayList<>();
    try (InputStream file = Files.newInputStream(jar);
        ZipInputStream entries = new ZipInputStream(file)) {
      for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
        if (entry.getName().startsWith("BOOT-INF/lib/")) {
          libraries.add(entry.getName());
          natives.addAll(nativesIn(entry.getName(), entries.readAllBytes()));
        }
      }
    }
    assertThat(libraries).hasSizeGreaterThan(50);
    assertThat(natives).isEmpty();
    assertThat(libraries).noneMatch(library -> NEVER_USED.stream().anyMatch(library::contains));
  }

  @Test
  void eachStartsAloneAsItIs(@TempDir Path directory) {
    List<GuardedProcess> services =
        WholeSystem.SERVICES.stream()
            .map(service -> StartAlone.start(service, Map.of(), directory.resolve(service)))
            .toList();

    for (GuardedProcess service : services) {
      await()
          .atMost(Duration.ofSeconds(90))
          .untilAsserted(
              () ->
                  assertThat(service.lastLines(30)).containsPattern("Started \\w+Application in"));
    }
    services.forEach(GuardedProcess::requestEnd);
    services.forEach(service -> service.terminate(Duration.ofSeconds(30)));
  }

  @Test
  void aJarThatIsMissingOrOlderThanItsSourcesIsNotRun(@TempDir Path project) throws IOException {
    assertThatIllegalStateException()
        .isThrownBy(() -> ServiceJar.of(project, "some-service"))
        .withMessageContaining("missing");

    Path source = Files.createDirectories(project.resolve("some-service/src/main")).resolve("A");
    Path target = Files.createDirectories(project.resolve("some-service/target"));
    Files.writeString(target.resolve("some-service.jar"), "");
    Path built = Files.writeString(target.resolve("some-service.jar.original"), "");
    Files.writeString(source, "");
    Instant now = Files.getLastModifiedTime(built).toInstant();
    Files.setLastModifiedTime(source, FileTime.from(now.minusSeconds(1)));
    assertThat(ServiceJar.of(project, "some-service").module()).isEqualTo("some-service");

    Files.setLastModifiedTime(source, FileTime.from(now.plusSeconds(1)));
    assertThatIllegalStateException()
        .isThrownBy(() -> ServiceJar.of(project, "some-service"))
        .withMessageContaining("older than");
  }

  private static List<String> nativesIn(String library, byte[] jar) throws IOException {
    List<String> natives = new ArrayList<>();
    try (ZipInputStream entries = new ZipInputStream(new ByteArrayInputStream(jar))) {
      for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
        if (entry.getName().matches(".*\\.(so|dll|dylib|jnilib)")) {
          natives.add(library + "!" + entry.getName());
        }
      }
    }
    return natives;
  }
}
