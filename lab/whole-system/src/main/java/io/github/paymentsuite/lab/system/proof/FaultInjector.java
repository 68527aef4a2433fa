package io.github.paymentsuite.lab.system.proof;

import io.github.paymentsuite.lab.infrastructure.LocalInfrastructure;
import io.github.paymentsuite.lab.infrastructure.Part;
import io.github.paymentsuite.lab.infrastructure.TcpProxy;
import io.github.paymentsuite.lab.system.ServiceProcess;
import io.github.paymentsuite.lab.system.WholeSystem;
import io.github.paymentsuite.lab.system.proof.History.Incident;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/** Does to a system what the schedule says, and puts it right again. */
final class FaultInjector {
  private final WholeSystem system;
  private final History history;
  private final Redelivery redelivery;
  private final Supervisor supervisor;
  private final Clock clock = Clock.systemUTC();

  FaultInjector(WholeSystem system, History history, Redelivery redelivery, Supervisor supervisor) {
    this.system = system;
    this.history = history;
    this.redelivery = redelivery;
    this.supervisor = supervisor;
  }

  /**
   * Runs the whole schedule.
   *
   * @return when the last fault had been put right
   */
  Instant run(FaultSchedule schedule) {
    long start = System.nanoTime();
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      List<Future<?>> running = new ArrayList<>();
      for (Fault fault : schedule.faults()) {
        waitFor(Duration.ofNanos(start - System.nanoTime()).plus(fault.at()));
        running.add(threads.submit(() -> inject(fault)));
      }
      for (Future<?> one : running) {
        one.get();
      }
    } catch (ExecutionException failed) {
      throw new IllegalStateException(
          "a fault could not be injected: " + failed.getCause(), failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", interrupted);
    } finally {
      threads.shutdownNow();
    }
    Instant end = clock.instant();
    note("all faults are over");
    return end;
  }

  private void inject(Fault fault) {
    note(fault.toString());
    switch (fault.kind()) {
      case KILL -> kill(fault);
      case PAUSE -> pause(fault);
      case CUT -> {
        TcpProxy way = way(fault.victim());
        way.cut();
        waitFor(fault.lasting());
        way.restore();
      }
      case DELAY -> {
        TcpProxy way = way(fault.victim());
        way.delay(Duration.ofMillis(fault.size()));
        waitFor(fault.lasting());
        way.delay(Duration.ZERO);
      }
      case REPEAT -> note("published again: " + redelivery.repeat(fault.size()));
      case REWIND -> rewind(fault);
    }
    note("over: " + fault);
  }

  private void kill(Fault fault) {
    Part part = part(fault.victim());
    if (part != null) {
      part.kill();
      waitFor(fault.lasting());
      part.start();
      return;
    }
    ServiceProcess instance = instance(fault.victim());
    supervisor.hold(instance);
    instance.kill();
    waitFor(fault.lasting());
    supervisor.release(instance);
  }

  private void pause(Fault fault) {
    Part part = part(fault.victim());
    if (part != null) {
      part.pause();
      waitFor(fault.lasting());
      part.resume();
      return;
    }
    ServiceProcess instance = instance(fault.victim());
    supervisor.hold(instance);
    instance.launch();
    instance.process().pause();
    waitFor(fault.lasting());
    instance.process().resume();
    supervisor.release(instance);
  }

  private void rewind(Fault fault) {
    List<ServiceProcess> instances = system.instances(fault.victim());
    instances.forEach(supervisor::hold);
    instances.forEach(ServiceProcess::kill);
    note(
        "delivered again to %s: %d"
            .formatted(fault.victim(), redelivery.rewind(fault.victim(), fault.size())));
    waitFor(fault.lasting());
    instances.forEach(supervisor::release);
  }

  private ServiceProcess instance(String name) {
    return system.everyInstance().stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no " + name));
  }

  /** Null if the victim is a service. */
  private Part part(String name) {
    LocalInfrastructure infrastructure = system.infrastructure();
    return switch (name) {
      case FaultSchedule.BROKER -> infrastructure.broker();
      case FaultSchedule.NAME_SERVER -> infrastructure.nameServer();
      case FaultSchedule.DATABASE -> infrastructure.database();
      default -> null;
    };
  }

  private TcpProxy way(String victim) {
    return victim.endsWith(FaultSchedule.TO_DATABASE)
        ? system.link(victim.replace(FaultSchedule.TO_DATABASE, "")).database()
        : system.link(victim.replace(FaultSchedule.TO_BROKER, "")).broker();
  }

  private void note(String what) {
    history.add(new Incident(clock.instant(), what));
  }

  private static void waitFor(Duration duration) {
    long deadline = System.nanoTime() + duration.toNanos();
    for (long left = duration.toNanos();
        left > 0 && !Thread.currentThread().isInterrupted();
        left = deadline - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
