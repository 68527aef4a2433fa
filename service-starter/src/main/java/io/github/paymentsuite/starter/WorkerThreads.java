package io.github.paymentsuite.starter;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Threads that finish what they have begun when the service ends: after the last request was
 * answered and the last message handled, and before anything that they need is closed. Whoever
 * hands them work bounds how much of it waits.
 */
public final class WorkerThreads implements SmartLifecycle {
  private final String name;
  private final int count;
  private final Duration shutdownWait;
  private volatile ExecutorService threads;

  /**
   * @param shutdownWait how long the service waits for them when it ends
   */
  public WorkerThreads(String name, int count, Duration shutdownWait) {
    this.name = name;
    this.count = count;
    this.shutdownWait = shutdownWait;
  }

  /** Those that run; they take no more work once the service ends. */
  public ExecutorService running() {
    return threads;
  }

  @Override
  public void start() {
    threads = Executors.newFixedThreadPool(count, new CustomizableThreadFactory(name + "-"));
  }

  @Override
  public void stop() {
    threads.shutdown();
    try {
      threads.awaitTermination(shutdownWait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return threads != null && !threads.isShutdown();
  }

  /** There before the web server and the consumers, and after them. */
  @Override
  public int getPhase() {
    return 0;
  }
}
