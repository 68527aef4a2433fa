package io.github.paymentsuite.lab.system;

import io.github.paymentsuite.lab.infrastructure.FreePorts;
import io.github.paymentsuite.lab.infrastructure.GuardedProcess;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A jar as it is shipped, with nothing but environment variables: those of the running system. */
final class StartAlone {
  private StartAlone() {}

  /** With some of the variables replaced; does not wait. */
  static GuardedProcess start(String service, Map<String, String> replaced, Path directory) {
    Map<String, String> environment = new HashMap<>(RunningSystem.system().environmentOf(service));
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
}
