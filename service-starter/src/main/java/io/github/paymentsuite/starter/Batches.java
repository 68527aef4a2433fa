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

  /** In the order of arrival: whoever has been handled leaves before another batch begins. */
  private final Lock turn = new ReentrantLock(true);

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
    own.throwFailure();
  }

  private void handleNext() {
    List<Waiting<T>> batch = new ArrayList<>();
    RuntimeException failure = null;
    boolean isHandled = false;
    try {
      while (batch.size() < largest && !waiting.isEmpty()) {
        batch.add(waiting.peek());
        waiting.remove();
      }
      handler.accept(batch.stream().map(Waiting::item).toList());
      isHandled = true;
    } catch (RuntimeException thrown) {
      failure = thrown;
    } finally {
      // Also where an error ends this thread: nobody is left behind without an outcome.
      for (Waiting<T> one : batch) {
        one.isOver = true;
        one.isHandled = isHandled;
        one.failure = failure;
      }
    }
  }

  /** An item and what became of it; only whoever has the turn changes that. */
  private static final class Waiting<T> {
    private final T item;
    private boolean isOver;
    private boolean isHandled;
    private RuntimeException failure;

    Waiting(T item) {
      this.item = item;
    }

    T item() {
      return item;
    }

    void throwFailure() {
      if (failure != null) {
        throw failure;
      }
      if (!isHandled) {
        throw new IllegalStateException("an error ended the batch");
      }
    }
  }
}
