package io.github.paymentsuite.notify;

import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;

/**
 * The threads that wait for the provider, so that no other does: a slow provider holds up neither
 * the consumer nor more than that many calls. What finds no sender free stays in the table, where
 * the poll finds it; so does what was being sent when the process ended.
 */
@Component
class SmsSenders implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(SmsSenders.class);

  private final SmsDelivery delivery;
  private final NotificationMapper notifications;
  private final NotifyProperties properties;
  private final Clock clock;
  private final Semaphore free;
  private volatile ExecutorService threads;

  SmsSenders(
      SmsDelivery delivery,
      NotificationMapper notifications,
      NotifyProperties properties,
      Clock clock) {
    this.delivery = delivery;
    this.notifications = notifications;
    this.properties = properties;
    this.clock = clock;
    this.free = new Semaphore(properties.senders());
  }

  /** Has the notification sent at once if a sender is free, and does not wait for one. */
  void offer(String paymentNo) {
    if (free.tryAcquire()) {
      send(paymentNo);
    }
  }

  /** Has what is due sent, as one instance of several that do the same. */
  @Scheduled(fixedDelayString = "${sms.poll-interval:1s}")
  void sendDue() throws InterruptedException {
    for (String paymentNo : notifications.findDue(clock.instant(), properties.batch())) {
      free.acquire();
      send(paymentNo);
    }
  }

  private void send(String paymentNo) {
    try {
      threads.execute(
          () -> {
            try {
              delivery.deliver(paymentNo);
            } catch (RuntimeException failure) {
              log.warn("SMS for payment {} waits for the poll: {}", paymentNo, failure.toString());
            } finally {
              free.release();
            }
          });
    } catch (RejectedExecutionException shuttingDown) {
      free.release();
    }
  }

  @Override
  public void start() {
    threads =
        Executors.newFixedThreadPool(
            properties.senders(), new CustomizableThreadFactory("sms-sender-"));
  }

  /** Waits for what is being sent; whatever takes longer than its claim is asked about later. */
  @Override
  public void stop() {
    threads.shutdown();
    try {
      threads.awaitTermination(properties.lease().toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return threads != null && !threads.isShutdown();
  }

  /** Starts before the consumer and stops after it, which offers as long as it runs. */
  @Override
  public int getPhase() {
    return DEFAULT_PHASE - 1;
  }
}
