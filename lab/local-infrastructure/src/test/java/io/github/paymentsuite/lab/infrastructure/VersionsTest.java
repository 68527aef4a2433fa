package io.github.paymentsuite.lab.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** Whatever way the suite is run, it runs on the same servers. */
class VersionsTest {

  private final ProjectFolder project = ProjectFolder.find();

  @Test
  void composeHasTheImagesOfTheContainers() throws IOException {
    assertThat(Files.readAllLines(project.root().resolve("docker-compose.yml")))
        .anyMatch(line -> line.endsWith("image: " + ContainerDeployment.MYSQL))
        .anyMatch(line -> line.endsWith("&rocketmq-image " + ContainerDeployment.ROCKETMQ));
  }

  @Test
  void composeBuildsItsBrokerOnThatOfTheContainers() throws IOException {
    assertThat(Files.readAllLines(project.root().resolve("Dockerfile")))
        .contains("FROM " + ContainerDeployment.ROCKETMQ + " AS broker");
  }

  @Test
  void theEmbeddedBrokerIsThatOfTheContainers() {
    String version = ContainerDeployment.ROCKETMQ.getVersionPart();
    assertThat(project.rocketMqLibraries().resolve("rocketmq-broker-" + version + ".jar")).exists();
  }
}
