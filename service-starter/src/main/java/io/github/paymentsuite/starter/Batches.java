package io.github.paymentsuite.starter;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.TransactionTimedOutException;

/**
 * Handles together what arrives while the batch before it is being handled, as databases do with
 * their log ("group commit"): without load every item is handled at once and alone, and the more
 * come, the larger the batches. Nobody waits for a batch to fill.
 */
public final class Batches<T> {
  private static final Logger log = LoggerFactory.getLogger(Batches.class);

  private final int largest;
  private final Consumer<List<T>> handler;
  private final Queue<Waiting<T>> waiting = new ConcurrentLinkedQueue<>();

  /** In the order of arrival: whoever has been handled leaves before another batch begins. */
  private final Lock turn = new ReentrantLock(true);

  /**
   * @param largest items in one batch
   * @param handler writes one batch at a time into the database: all of it, or nothing where it
   *     throws
   */
  public Batches(int largest, Consumer<List<T>> handler) {
    this.largest = largest;
    this.handler = handler;
  }

  /**
   * Returns once a batch with this item is over.
   *
   * @return whether it was handled; if not, it may be by itself: one that cannot be handled holds
   *     up no others
   * @throws RuntimeException if the database is out of reach: by itself it would get no further
   */
  public boolean tryHandle(T item) {
    try {
      handle(item);
      return true;
    } catch (RuntimeException failure) {
      if (isOutOfReach(failure)) {
        throw failure;
      }
      log.debug("handled one by one: {}", failure.toString());
      return false;
    }
  }

  /**
   * A connection that is lost within a transaction mostly shows as a rollback that failed, and one
   * that cannot be had, where there is no transaction, as MyBatis's failure. A transaction that was
   * too slow says nothing of the database.
   */
  private static boolean isOutOfReach(RuntimeException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof DataAccessResourceFailureException
          || cause instanceof RecoverableDataAccessException
          || cause instanceof TransactionException
              && !(cause instanceof TransactionTimedOutException)) {
        return true;
      }
    }
    return false;
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
      takeWaiting(batch, largest);
      handler.accept(batch.stream().map(Waiting::item).toList());
      isHandled = true;
    } catch (RuntimeException thrown) {
      failure = thrown;
      if (isOutOfReach(thrown)) {
        // Batch after batch, whoever waits would be kept from knowing as long again.
        takeWaiting(batch, Integer.MAX_VALUE);
      }
    } finally {
      // Also where an error ends this thread: nobody is left behind without an outcome.
      for (Waiting<T> one : batch) {
        one.isOver = true;
        one.isHandled = isHandled;
        one.failure = failure;
      }
    }
  }

  private void takeWaiting(List<Waiting<T>> batch, int largest) {
    while (batch.size() < largest && !waiting.isEmpty()) {
      batch.add(waiting.peek());
      waiting.remove();
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
