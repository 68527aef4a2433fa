package io.github.paymentsuite.lab.infrastructure;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Requests of a client that the broker does not hear. */
public final class Withholding implements AutoCloseable {

  private final int requestCode;
  private final boolean alone;
  private final CountDownLatch seen = new CountDownLatch(1);
  private final Set<ProxiedConnection> silenced = ConcurrentHashMap.newKeySet();
  private volatile boolean released;

  /**
   * @param alone whether the client is still heard with its other requests
   */
  Withholding(int requestCode, boolean alone) {
    this.requestCode = requestCode;
    this.alone = alone;
  }

  static Withholding none() {
    Withholding none = new Withholding(-1, true);
    none.release();
    return none;
  }

  /** Returns when the first such request was swallowed. */
  public void await(Duration limit) {
    try {
      if (!seen.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("No request %d within %s".formatted(requestCode, limit));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for request " + requestCode, e);
    }
  }

  /** Lets the broker hear the client again. */
  public void release() {
    released = true;
  }

  @Override
  public void close() {
    release();
  }

  boolean swallows(ProxiedConnection connection, int code) {
    if (released) {
      return false;
    }
    boolean withheld = code == requestCode;
    if (withheld) {
      seen.countDown();
    }
    if (withheld && !alone) {
      silenced.add(connection);
    }
    return withheld || silenced.contains(connection);
  }
}
