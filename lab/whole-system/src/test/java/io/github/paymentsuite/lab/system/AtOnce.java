package io.github.paymentsuite.lab.system;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Many clients at once. */
final class AtOnce {
  static final int CLIENTS = 32;

  private AtOnce() {}

  static <T> void forEach(Collection<T> all, Consumer<T> action) throws InterruptedException {
    forEach(all, CLIENTS, action);
  }

  /**
   * Returns when all are done.
   *
   * @throws AssertionError of the first that failed
   */
  static <T> void forEach(Collection<T> all, int clients, Consumer<T> action)
      throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    try {
      List<Future<?>> results = new ArrayList<>();
      all.forEach(one -> results.add(threads.submit(() -> action.accept(one))));
      for (Future<?> result : results) {
        result.get();
      }
    } catch (ExecutionException failure) {
      throw new AssertionError(failure.getCause());
    } finally {
      threads.shutdownNow();
    }
  }
}
