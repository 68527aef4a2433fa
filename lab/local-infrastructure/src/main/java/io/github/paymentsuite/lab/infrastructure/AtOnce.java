package io.github.paymentsuite.lab.infrastructure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Runs things at the same instant, as several threads and instances of a service do. */
public final class AtOnce {
  private AtOnce() {}

  /** Returns when all of them have ended, or throws what the first of them threw. */
  public static void run(Runnable... actions) {
    CyclicBarrier start = new CyclicBarrier(actions.length);
    ExecutorService threads = Executors.newFixedThreadPool(actions.length);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (Runnable action : actions) {
        running.add(
            threads.submit(
                () -> {
                  start.await();
                  action.run();
                  return null;
                }));
      }
      await(running);
    } finally {
      threads.shutdownNow();
    }
  }

  public static void run(int times, Runnable action) {
    run(Collections.nCopies(times, action).toArray(Runnable[]::new));
  }

  /** Many by a few threads. Returns when all are done, or throws what the first of them threw. */
  public static <T> void forEach(Collection<T> all, int threadCount, Consumer<T> action) {
    ExecutorService threads = Executors.newFixedThreadPool(threadCount);
    try {
      List<Future<?>> running = new ArrayList<>();
      all.forEach(one -> running.add(threads.submit(() -> action.accept(one))));
      await(running);
    } finally {
      threads.shutdownNow();
    }
  }

  private static void await(List<Future<?>> running) {
    try {
      for (Future<?> one : running) {
        one.get();
      }
    } catch (ExecutionException failed) {
      throw new AssertionError(
          "one of those that ran at once failed: " + failed.getCause(), failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }
}
