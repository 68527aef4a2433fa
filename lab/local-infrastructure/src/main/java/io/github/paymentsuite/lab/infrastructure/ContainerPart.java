package io.github.paymentsuite.lab.infrastructure;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.testcontainers.containers.GenericContainer;

/**
 * A part that is a container; it is created once, and then stopped and started with its port and
 * its data.
 */
final class ContainerPart extends StartablePart {

  private static final int STOP_SECONDS = 30;
  private static final int LINES = 20;

  private final GenericContainer<?> container;

  ContainerPart(String name, int port, Consumer<String> progress, GenericContainer<?> container) {
    super(name, List.of(port), progress);
    this.container = container;
  }

  @Override
  void run() {
    if (container.getContainerId() == null) {
      container.start();
    } else {
      docker().startContainerCmd(container.getContainerId()).exec();
    }
  }

  @Override
  public boolean isRunning() {
    return container.getContainerId() != null && Boolean.TRUE.equals(state().getRunning());
  }

  @Override
  public OptionalLong pid() {
    return OptionalLong.empty();
  }

  @Override
  public void stop() {
    if (isRunning()) {
      docker().stopContainerCmd(container.getContainerId()).withTimeout(STOP_SECONDS).exec();
    }
  }

  @Override
  public void kill() {
    if (isRunning()) {
      docker().killContainerCmd(container.getContainerId()).exec();
      // The engine answers before the ports are free again.
      container
          .getDockerClient()
          .waitContainerCmd(container.getContainerId())
          .start()
          .awaitStatusCode();
    }
  }

  @Override
  void suspend() {
    docker().pauseContainerCmd(container.getContainerId()).exec();
  }

  @Override
  void unsuspend() {
    docker().unpauseContainerCmd(container.getContainerId()).exec();
  }

  @Override
  String lastOutput() {
    List<String> lines = container.getLogs().lines().toList();
    return String.join(
        System.lineSeparator(), lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
  }

  void remove() {
    container.stop();
  }

  private ContainerState state() {
    return docker().inspectContainerCmd(container.getContainerId()).exec().getState();
  }

  private DockerClient docker() {
    return container.getDockerClient();
  }
}
