package io.github.paymentsuite.lab.system.proof;

import com.alibaba.fastjson2.JSONObject;
import io.github.paymentsuite.lab.fault.CrashPoint;
import io.github.paymentsuite.lab.fault.TrapFolder.Action;
import io.github.paymentsuite.lab.infrastructure.TcpProxy;
import io.github.paymentsuite.lab.system.Reply;
import io.github.paymentsuite.lab.system.SuiteClient;
import io.github.paymentsuite.lab.system.proof.Workload.Planned;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * One run of a scenario: some payments, and what a {@link Scenario} does meanwhile. It forces
 * conditions and waits for them; it judges nothing.
 */
final class Scene {
  private static final Duration LIMIT = Duration.ofSeconds(40);

  private final RiggedSystem rigged;
  private final String name;
  private final History history;
  private final List<CompletableFuture<Void>> customers = new ArrayList<>();

  /**
   * @param name of its payments
   * @param history in which they are told
   */
  Scene(RiggedSystem rigged, String name, History history) {
    this.rigged = rigged;
    this.name = name;
    this.history = history;
  }

  /** The order of that number in this run. */
  String order(int number) {
    return "%s_%d".formatted(name, number);
  }

  RiggedSystem rigged() {
    return rigged;
  }

  /** Lets customers make these payments, and does not wait for them. */
  void pay(Planned... payments) {
    Workload workload =
        new Workload(
            name.hashCode(),
            List.of(payments),
            List.of(payments).stream().map(Planned::payer).toList());
    customers.add(
        CompletableFuture.runAsync(
            () -> OpenLoopClient.run(rigged.system(), workload, history),
            task -> daemon(task).start()));
  }

  /** Waits until every customer has a final answer, or until the limit. */
  void awaitCustomers(Duration limit) {
    try {
      CompletableFuture.allOf(customers.toArray(CompletableFuture<?>[]::new))
          .get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException someGoOn) {
      // Under a bug they may wait in vain.
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", interrupted);
    } catch (ExecutionException failed) {
      throw new IllegalStateException("a customer failed", failed.getCause());
    }
  }

  /** Sets a trap for the order of that number. */
  void trap(CrashPoint point, Action action, int order) {
    rigged.traps().set(point, action, order(order));
  }

  /** Sets a trap for whatever comes first, where the call does not name the order. */
  void trapAny(CrashPoint point, Action action) {
    rigged.traps().set(point, action);
  }

  /** Waits until a trap of that kind is set no more: it has sprung. */
  void awaitSprung(CrashPoint point, Action action) {
    require(point.label() + " is reached", () -> !rigged.traps().isSet(point, action));
  }

  void release(CrashPoint point) {
    rigged.traps().release(point);
  }

  /** The merchant's back office gives the money back, past the suite. */
  void refundAtProvider(int order) {
    SuiteClient client = rigged.system().client();
    client
        .chargeLedger(order(order))
        .list()
        .forEach(
            charge -> {
              String attemptNo = ((JSONObject) charge).getString("attemptNo");
              Reply reply =
                  client.post(
                      client.endpoints().simulator(), "/charges/" + attemptNo + "/reverse", "");
              if (reply.status() != 200) {
                throw new IllegalStateException("the provider answered " + reply);
              }
            });
  }

  TcpProxy database(String service) {
    return rigged.system().link(service).database();
  }

  TcpProxy broker(String service) {
    return rigged.system().link(service).broker();
  }

  /** Waits until the provider's ledger shows a charge of the order that is no longer pending. */
  void awaitCharge(int order) {
    RiggedSystem.await(
        LIMIT,
        () ->
            rigged.system().client().chargeLedger(order(order)).list().stream()
                .anyMatch(charge -> !String.valueOf(charge).contains("PENDING")));
  }

  /** Waits until there is such a row; what does not come under a bug is not waited for longer. */
  void awaitRow(String query, Object... values) {
    RiggedSystem.await(LIMIT, () -> exists(query.formatted(values)));
  }

  /** Waits until a group has consumed all that there is for it. */
  void awaitConsumed(String service) {
    String group = Observation.GROUPS.get(service);
    RiggedSystem.await(LIMIT, () -> rigged.observe().broker().unconsumed().get(group) == 0);
  }

  /** Publishes the events of payments once more, as messages of their own. */
  void repeatEvents(int count) {
    new Redelivery(rigged.system(), name.hashCode()).repeat(count);
  }

  /** Time in which something may go wrong. */
  void letPass(Duration time) {
    RiggedSystem.await(time, () -> false);
  }

  SuiteClient client() {
    return rigged.system().client();
  }

  URI management(String service) {
    return rigged.system().service(service).management();
  }

  private static void require(String what, BooleanSupplier condition) {
    if (!RiggedSystem.await(LIMIT, condition)) {
      throw new IllegalStateException("the scenario does not come about: " + what);
    }
  }

  private boolean exists(String query) {
    try (Connection root = rigged.system().infrastructure().administer("");
        Statement statement = root.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      return rows.next();
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "customers");
    thread.setDaemon(true);
    return thread;
  }
}
