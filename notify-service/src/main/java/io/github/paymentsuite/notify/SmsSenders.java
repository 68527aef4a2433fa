package io.github.paymentsuite.notify;

import io.github.paymentsuite.starter.WorkerThreads;
import java.time.Clock;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * The threads that wait for the provider, so that no other does: a slow provider holds up neither
 * the consumer nor more than that many calls. What finds no sender free stays in the table, where
 * the poll finds it; so does what was being sent when the process ended.
 */
@Component
class SmsSenders {
  private static final Logger log = LoggerFactory.getLogger(SmsSenders.class);

  private final SmsDelivery delivery;
  private final NotificationMapper notifications;
  private final NotifyProperties properties;
  private final Clock clock;
  private final Semaphore free;
  private final WorkerThreads threads;

  SmsSenders(
      SmsDelivery delivery,
      NotificationMapper notifications,
      NotifyProperties properties,
      WorkerThreads threads,
      Clock clock) {
    this.delivery = delivery;
    this.notifications = notifications;
    this.properties = properties;
    this.threads = threads;
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
      threads
          .running()
          .execute(
              () -> {
                try {
                  delivery.deliver(paymentNo);
                } catch (RuntimeException failure) {
                  log.warn(
                      "SMS for payment {} waits for the poll: {}", paymentNo, failure.toString());
                } finally {
                  free.release();
                }
              });
    } catch (RejectedExecutionException shuttingDown) {
      free.release();
    }
  }
}
