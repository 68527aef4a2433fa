package io.github.paymentsuite.lab.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.github.paymentsuite.lab.infrastructure.FreePorts;
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
import java.util.HashMap;
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
            .map(service -> startAlone(service, Map.of(), directory.resolve(service)))
            .toList();

    for (GuardedProcess service : services) {
      await()
          .atMost(Duration.ofSeconds(90))
          .untilAsserted(
              () ->
                  assertThat(service.lastLines(30)).containsPattern("Started \\w+Application in"));
    }
    services.forEach(service -> service.terminate(Duration.ofSeconds(30)));
  }

  @Test
  void aServiceThatFindsNoDatabaseSaysSoInOneSentenceAndEnds(@TempDir Path directory) {
    GuardedProcess service =
        startAlone(
            WholeSystem.POINTS,
            Map.of("DB_URL", "jdbc:mysql://127.0.0.1:" + FreePorts.next() + "/points_db"),
            directory);

    assertThat(service.awaitExit(Duration.ofSeconds(60))).isEqualTo(1);
    assertThat(service.lastLines(30))
        .contains("the database at jdbc:mysql://127.0.0.1:")
        .contains("could not be reached within 2 s")
        .doesNotContain("\tat ");
  }

  @Test
  void aServiceThatFindsNoNameServerSaysSoInOneSentenceAndEnds(@TempDir Path directory) {
    GuardedProcess service =
        startAlone(
            WholeSystem.PAYMENT,
            Map.of("ROCKETMQ_NAME_SERVER", "127.0.0.1:" + FreePorts.next()),
            directory);

    assertThat(service.awaitExit(Duration.ofSeconds(60))).isEqualTo(1);
    assertThat(service.lastLines(30))
        .contains("the RocketMQ name server at 127.0.0.1:")
        .contains("could not be reached within 2 s")
        .doesNotContain("\tat ");
  }

  @Test
  void aServiceWhosePortIsTakenEnds(@TempDir Path directory) {
    int taken = system().service(WholeSystem.ORDER).api().getPort();
    GuardedProcess service =
        startAlone(WholeSystem.POINTS, Map.of("SERVER_PORT", String.valueOf(taken)), directory);

    assertThat(service.awaitExit(Duration.ofSeconds(90))).isEqualTo(1);
    assertThat(service.lastLines(30)).contains("Port " + taken + " was already in use");
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

  /** With nothing but environment variables, some of them replaced. */
  private static GuardedProcess startAlone(
      String service, Map<String, String> replaced, Path directory) {
    Map<String, String> environment = new HashMap<>(system().environmentOf(service));
    environment.put("START_UP_WAIT", "2s");
    environment.put("SERVER_PORT", String.valueOf(FreePorts.next()));
    environment.put("MANAGEMENT_SERVER_PORT", String.valueOf(FreePorts.next()));
    environment.putAll(replaced);
    return GuardedProcess.start(
        service + "-alone",
        List.of(
            Path.of(ServiceProcess.javaHome(), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-jar",
            ServiceJar.of(ProjectRoot.find(), service).path().toString()),
        environment,
        directory,
        directory.resolve("service.log"));
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
