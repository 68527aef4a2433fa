package io.github.paymentsuite.lab.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** That RocketMQ's JSON libraries, fastjson 1 among them, load no class that a message names. */
@ExtendWith(SharedInfrastructure.class)
class SafeModeTest {

  private static final List<String> SAFE_MODE =
      List.of("-Dfastjson.parser.safeMode=true", "-Dfastjson2.parser.safeMode=true");

  @TempDir private Path directory;

  @Test
  void aTextThatNamesAClassLoadsNone() {
    assertThat(read(RocketMqFlags.ALL))
        .containsExactly(
            "fastjson: safeMode not support autoType : java.util.UUID",
            "fastjson2: com.alibaba.fastjson2.JSONObject");
  }

  /** What the one above would miss otherwise: that the text is one that matters. */
  @Test
  void withoutTheFlagsItWould() {
    assertThat(read(List.of()))
        .containsExactly(
            "fastjson: java.util.UUID", "fastjson2: " + TypedText.Named.class.getName());
  }

  @Test
  void theServersRunWithTheFlags(LocalInfrastructure infrastructure) throws IOException {
    for (Part server : List.of(infrastructure.nameServer(), infrastructure.broker())) {
      assumeThat(server.pid()).as("what runs in a container has no process here").isPresent();
      Path commandLine = Path.of("/proc", Long.toString(server.pid().orElseThrow()), "cmdline");
      assertThat(Files.readString(commandLine).split("\0")).containsAll(SAFE_MODE);
    }
  }

  @Test
  void inComposeAsWell() throws IOException {
    assertThat(Files.readString(ProjectFolder.find().shippedRocketMq().resolve("java.sh")))
        .contains(SAFE_MODE);
  }

  private List<String> read(List<String> flags) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    String ownClasses =
        SafeModeTest.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    command.addAll(
        List.of("-cp", ownClasses + ":" + ProjectFolder.find().rocketMqLibraries() + "/*"));
    command.add(TypedText.class.getName());
    GuardedProcess process =
        GuardedProcess.start(
            "typed text", command, Map.of(), directory, directory.resolve("typed-text.log"));
    assertThat(process.awaitExit(Duration.ofSeconds(30))).as(process.lastLines(20)).isZero();
    return process.lastLines(2).lines().toList();
  }
}
