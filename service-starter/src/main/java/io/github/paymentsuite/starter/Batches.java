package io.github.paymentsuite.starter;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Handles together what arrives while the batch before it is being handled, as databases do with
 * their log ("group commit"): without load every item is handled at once and alone, and the more
 * come, the larger the batches. Nobody waits for a batch to fill.
 */
final class Batches<T> {
  private final int largest;
  private final Consumer<List<T>> handler;
  private final Queue<Waiting<T>> waiting = new ConcurrentLinkedQueue<>();
  private final Lock turn = new ReentrantLock();

  /**
   * @param largest items in one batch
   * @param handler gets one batch at a time
   */
  Batches(int largest, Consumer<List<T>> handler) {
    this.largest = largest;
    this.handler = handler;
  }

  /**
   * Returns once a batch with this item has been handled, by this thread or by another one.
   *
   * @throws RuntimeException what the handler has thrown at that batch
   */
  void handle(T item) {
    Waiting<T> own = new Waiting<>(item);
    waiting.add(own);
    turn.lock();
    try {
      while (!own.isOver) {
        handleNext();
      }
    } finally {
      turn.unlock();
    }
    if (own.failure != null) {
      throw own.failure;
    }
  }

  private void handleNext() {
    List<Waiting<T>> batch = new ArrayList<>(largest);
    while (batch.size() < largest && !waiting.isEmpty()) {
      batch.add(waiting.remove());
    }
    RuntimeException failure = new IllegalStateException("the batch was not handled");
    try {
      handler.accept(batch.stream().map(Waiting::item).toList());
      failure = null;
    } catch (RuntimeException thrown) {
      failure = thrown;
    } finally {
      // Also where an error ends this thread: nobody is left behind without an outcome.
      for (Waiting<T> one : batch) {
        one.failure = failure;
        one.isOver = true;
      }
    }
  }

  /** An item and what became of it; only whoever has the turn touches that. */
  private static final class Waiting<T> {
    private final T item;
    private boolean isOver;
    private RuntimeException failure;

    Waiting(T item) {
      this.item = item;
    }

    T item() {
      return item;
    }
  }
}
