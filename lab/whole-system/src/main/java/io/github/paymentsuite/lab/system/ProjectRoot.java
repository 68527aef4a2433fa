package io.github.paymentsuite.lab.system;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the jars are: the folder above this code that holds the whole project. */
public final class ProjectRoot {
  private ProjectRoot() {}

  public static Path find() {
    Path code;
    try {
      code = Path.of(ProjectRoot.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
    for (Path folder = code; folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve("docker-compose.yml"))
          && Files.exists(folder.resolve("sql/init"))) {
        return folder;
      }
    }
    throw new IllegalStateException(code + " is not inside the project");
  }
}
