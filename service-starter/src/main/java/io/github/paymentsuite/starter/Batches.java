package io.github.paymentsuite.starter;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
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

  /** In the order of arrival. Guarded by this, as is what follows. */
  private final Queue<Waiting<T>> queue = new ArrayDeque<>();

  /** Whether a thread leads a batch, or has been told to; nothing is in the queue otherwise. */
  private boolean isLed;

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
    Waiting<T> own = new Waiting<>(item, new CompletableFuture<>());
    arrive(own);
    own.next.join().run();
  }

  /** The first in the queue handles the next batch, itself among it. */
  private void lead() {
    List<Waiting<T>> batch = new ArrayList<>();
    Runnable outcome =
        () -> {
          throw new IllegalStateException("an error ended the batch");
        };
    try {
      take(batch, largest);
      handler.accept(batch.stream().map(Waiting::item).toList());
      outcome = () -> {};
    } catch (RuntimeException failure) {
      outcome =
          () -> {
            throw failure;
          };
      if (isOutOfReach(failure)) {
        // Batch after batch, whoever waits would be kept from knowing as long again.
        take(batch, Integer.MAX_VALUE);
      }
    } finally {
      // Also where an error ends this thread: nobody is left behind without an outcome.
      handOn();
      for (Waiting<T> one : batch) {
        one.next.complete(outcome);
      }
    }
    outcome.run();
  }

  private synchronized void arrive(Waiting<T> one) {
    queue.add(one);
    if (!isLed) {
      isLed = true;
      one.next.complete(this::lead);
    }
  }

  private synchronized void take(List<Waiting<T>> batch, int most) {
    while (batch.size() < most && !queue.isEmpty()) {
      batch.add(queue.remove());
    }
  }

  /** The next batch begins while those of this one are still being told. */
  private synchronized void handOn() {
    isLed = !queue.isEmpty();
    if (isLed) {
      queue.element().next.complete(this::lead);
    }
  }

  /** An item, and what the thread that brought it does next: lead a batch, or return, or throw. */
  private record Waiting<T>(T item, CompletableFuture<Runnable> next) {}
}
