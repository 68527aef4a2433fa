package io.github.paymentsuite.lab.system.proof;

import io.github.paymentsuite.lab.fault.CrashPoint;
import io.github.paymentsuite.lab.fault.TrapFolder.Action;
import io.github.paymentsuite.lab.system.proof.Workload.Mix;
import io.github.paymentsuite.lab.system.proof.Workload.Payer;
import io.github.paymentsuite.lab.system.proof.Workload.Planned;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Rounds of payments on one system, in each of which some processes die at one point each. The next
 * one begins as soon as everything runs again, whatever the customers of the last are still at.
 */
final class CrashRounds {
  private static final int PLAIN_PAYMENTS = 5;
  private static final Duration ROUND = Duration.ofSeconds(2);

  /** What died before may have to start first, on a machine that has little time for it. */
  private static final Duration DEATH_LIMIT = Supervisor.READY_LIMIT;

  private final RiggedSystem rigged;
  private final List<Set<CrashPoint>> rounds;
  private final List<Workload> workloads = new ArrayList<>();
  private final Map<CrashPoint, Integer> hits = new EnumMap<>(CrashPoint.class);
  private final History history;

  CrashRounds(RiggedSystem rigged, List<Set<CrashPoint>> rounds) {
    this.rigged = rigged;
    this.rounds = rounds;
    List<Planned> payments = new ArrayList<>();
    List<Payer> payers = new ArrayList<>();
    for (Set<CrashPoint> round : rounds) {
      Workload workload = workload("R" + workloads.size(), round);
      workloads.add(workload);
      payments.addAll(workload.payments());
      payers.addAll(workload.payers());
    }
    history = new History(new Workload(0, payments, payers));
  }

  History history() {
    return history;
  }

  /** Makes all rounds and waits for the customers; how often each point was hit. */
  Map<CrashPoint, Integer> run() {
    rigged.tell(history);
    ExecutorService clients = Executors.newFixedThreadPool(rounds.size());
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < rounds.size(); i++) {
        Workload workload = workloads.get(i);
        Map<CrashPoint, Integer> before = arm(rounds.get(i), workload);
        running.add(clients.submit(() -> OpenLoopClient.run(rigged.system(), workload, history)));
        before.forEach(this::awaitDeath);
        rigged.awaitAllReady();
      }
      for (Future<?> client : running) {
        client.get();
      }
      return hits;
    } catch (ExecutionException failed) {
      throw new IllegalStateException("a client failed", failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", interrupted);
    } finally {
      clients.shutdownNow();
    }
  }

  /** How often each of them had been hit before. */
  private Map<CrashPoint, Integer> arm(Set<CrashPoint> round, Workload workload) {
    String plain = workload.payments().get(workload.payments().size() - 1).orderId();
    Map<CrashPoint, Integer> before = new EnumMap<>(CrashPoint.class);
    for (CrashPoint point : round) {
      before.put(point, rigged.traps().victims(point).size());
      rigged.traps().set(point, Action.KILL);
      Lure lure = Lure.of(point);
      lure.loses()
          .ifPresent(lost -> rigged.traps().set(lost, Action.SKIP, lure.lostByName() ? plain : ""));
    }
    return before;
  }

  private void awaitDeath(CrashPoint point, int before) {
    boolean died = rigged.awaitDeath(point, before, DEATH_LIMIT);
    Lure.of(point).loses().ifPresent(lost -> rigged.traps().remove(lost, Action.SKIP));
    rigged.traps().remove(point, Action.KILL);
    System.out.println((died ? "died at " : "did not come to ") + point.label());
    hits.merge(point, died ? 1 : 0, Integer::sum);
  }

  private static Workload workload(String name, Set<CrashPoint> round) {
    List<String> authCodes =
        round.stream().flatMap(point -> Lure.of(point).authCodes().stream()).distinct().toList();
    Workload plain =
        Workload.of(
            name, name.hashCode(), PLAIN_PAYMENTS + authCodes.size(), ROUND, Mix.OF_PLAIN_PAYMENTS);
    List<Planned> payments = new ArrayList<>(plain.payments());
    for (int i = 0; i < authCodes.size(); i++) {
      payments.set(i, payments.get(i).paidWith(authCodes.get(i)));
    }
    return new Workload(plain.seed(), payments, plain.payers());
  }
}
