package io.github.paymentsuite.lab.benchmark;

import io.github.paymentsuite.lab.infrastructure.AtOnce;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Clients who pay.
 *
 * @param orders what the orders' ids begin with; the number follows, from 0
 * @param payments each for an order of its own
 * @param clients who ask at once, at most
 * @param perSecond intended arrivals, evenly spaced; 0 for a closed loop, in which each client asks
 *     as soon as it has its answer
 */
record Load(String orders, int payments, int clients, double perSecond) {
  /** Of a payment that is refused for want of a resource or of time, and asked for again. */
  private static final int MAX_TRIES = 20;

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** A minute, in microseconds, to three digits. */
  static Histogram newHistogram() {
    return new Histogram(TimeUnit.MINUTES.toMicros(1), 3);
  }

  static Load closed(String orders, int payments, int clients) {
    return new Load(orders, payments, clients, 0);
  }

  /** From the intended start on, however late it really was. */
  static Load open(String orders, int payments, int clients, double perSecond) {
    return new Load(orders, payments, clients, perSecond);
  }

  static String orderId(String orders, int number) {
    return orders + "_" + number;
  }

  static long userOf(int number) {
    return 1 + number % Payer.USERS;
  }

  /**
   * What the clients saw.
   *
   * @param answers microseconds from the (intended) start to the answer
   * @param askedAgain how often one was not paid for want of a resource or of time, and asked again
   */
  record Seen(Histogram answers, int askedAgain) {}

  /** Returns when every payment is answered. */
  Seen run(Payer payer) {
    Histogram answers = new ConcurrentHistogram(newHistogram());
    AtomicInteger next = new AtomicInteger();
    AtomicInteger askedAgain = new AtomicInteger();
    long start = System.nanoTime();
    AtOnce.run(
        clients,
        () -> {
          int number;
          while ((number = next.getAndIncrement()) < payments) {
            long begun = awaitTurn(start, number);
            askedAgain.addAndGet(pay(payer, number));
            long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begun);
            answers.recordValue(Math.min(micros, answers.getHighestTrackableValue()));
          }
        });
    return new Seen(answers.copy(), askedAgain.get());
  }

  /** The moment from which the answer is waited for. */
  private long awaitTurn(long start, int number) {
    if (perSecond == 0) {
      return System.nanoTime();
    }
    long intended = start + (long) (number * 1e9 / perSecond);
    long early;
    while ((early = intended - System.nanoTime()) > 0) {
      LockSupport.parkNanos(early);
    }
    return intended;
  }

  /** How often it had to be asked for again. */
  private int pay(Payer payer, int number) {
    try {
      for (int tries = 0; tries < MAX_TRIES; tries++) {
        if (payer.pay(orderId(orders, number), userOf(number))) {
          return tries;
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    } catch (Exception failure) {
      throw new IllegalStateException("order " + orderId(orders, number) + " not paid", failure);
    }
    throw new IllegalStateException(orderId(orders, number) + " refused again and again");
  }
}
