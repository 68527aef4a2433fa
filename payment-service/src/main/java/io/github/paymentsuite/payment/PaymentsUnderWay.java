package io.github.paymentsuite.payment;

import io.github.paymentsuite.starter.WorkerThreads;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * The payments that this instance is making: a bounded number, each on a thread of its own, so that
 * what takes longer than a client should wait goes on without the client.
 */
@Component
class PaymentsUnderWay {
  private final Duration answerWithin;
  private final Semaphore places;
  private final WorkerThreads threads;

  PaymentsUnderWay(
      PaymentProperties properties, @Qualifier("paymentThreads") WorkerThreads threads) {
    this.answerWithin = properties.answerWithin();
    this.places = new Semaphore(properties.maxUnderWay());
    this.threads = threads;
  }

  /**
   * Takes a place, to be given back by {@link Place#close} or by the work that is run on it.
   *
   * @throws TooManyPayments if there is none
   */
  Place enter() {
    return tryEnter().orElseThrow(TooManyPayments::new);
  }

  Optional<Place> tryEnter() {
    return places.tryAcquire() ? Optional.of(new Place()) : Optional.empty();
  }

  /** The right to make one payment, from when its request came in. */
  final class Place implements AutoCloseable {
    private final long deadline = System.nanoTime() + answerWithin.toNanos();
    private boolean handedOver;

    private Place() {}

    /** Whether the time that a client should wait is still young enough to begin something. */
    boolean isInTime() {
      return deadline - System.nanoTime() > answerWithin.toNanos() / 2;
    }

    /**
     * Does the work, once, and waits for it as long as a client should wait.
     *
     * @return empty if it takes longer; it goes on
     */
    <T> Optional<T> run(Supplier<T> work) {
      Future<T> result =
          threads
              .running()
              .submit(
                  () -> {
                    try {
                      return work.get();
                    } finally {
                      places.release();
                    }
                  });
      handedOver = true;
      try {
        return Optional.of(
            result.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS));
      } catch (TimeoutException goesOn) {
        return Optional.empty();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      } catch (ExecutionException failed) {
        if (failed.getCause() instanceof RuntimeException ownFailure) {
          throw ownFailure;
        }
        throw new IllegalStateException(failed.getCause());
      }
    }

    @Override
    public void close() {
      if (!handedOver) {
        handedOver = true;
        places.release();
      }
    }
  }
}
