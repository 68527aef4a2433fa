package io.github.paymentsuite.notify;

import io.github.paymentsuite.notify.NotificationMapper.Due;
import io.github.paymentsuite.starter.WorkerThreads;
import java.time.Clock;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * The threads that wait for the provider, so that no other does: a slow provider holds up neither
 * the consumer nor more than that many calls. What finds no place stays in the table, and is looked
 * for once half of the places are free; what was being sent when the process ended, or was left by
 * another instance, the poll finds.
 */
@Component
class SmsSenders {
  private static final Logger log = LoggerFactory.getLogger(SmsSenders.class);

  /** One that it sends, and those that come next: as many as one batch of payments brings. */
  private static final int PLACES_PER_SENDER = 4;

  private final SmsDelivery delivery;
  private final NotificationMapper notifications;
  private final NotifyProperties properties;
  private final Clock clock;
  private final Semaphore places;
  private final int roomForMore;
  private final AtomicBoolean left = new AtomicBoolean();
  private final WorkerThreads threads;
  private final TaskScheduler scheduler;

  SmsSenders(
      SmsDelivery delivery,
      NotificationMapper notifications,
      NotifyProperties properties,
      WorkerThreads threads,
      TaskScheduler scheduler,
      Clock clock) {
    this.delivery = delivery;
    this.notifications = notifications;
    this.properties = properties;
    this.threads = threads;
    this.scheduler = scheduler;
    this.clock = clock;
    int count = PLACES_PER_SENDER * properties.senders();
    this.places = new Semaphore(count);
    this.roomForMore = count / 2;
  }

  /**
   * Reserves places, and does not wait for one. Each is to be used by {@link #sendClaimed}, or
   * released.
   *
   * @return how many there are of those that are wanted
   */
  int reserve(int wanted) {
    int reserved = 0;
    while (reserved < wanted && places.tryAcquire()) {
      reserved++;
    }
    return reserved;
  }

  void release(int reserved) {
    places.release(reserved);
    sendLeftIfThereIsRoom();
  }

  /** Has a notification sent that was claimed for a reserved place. */
  void sendClaimed(Due claimed) {
    run(
        claimed.notification().paymentNo(),
        () -> delivery.sendClaimed(claimed.notification(), claimed.dueAt()));
  }

  /**
   * Has sent, as soon as there is room, what was left in the table for want of a place. To be
   * called when it is committed, or the look at the table could come too early for it.
   */
  void sendLeft() {
    left.set(true);
    sendLeftIfThereIsRoom();
  }

  /** For many at once: a look at the table for each place that becomes free would cost more. */
  private void sendLeftIfThereIsRoom() {
    if (places.availablePermits() >= roomForMore && left.compareAndSet(true, false)) {
      try {
        scheduler.schedule(this::sendDueNow, clock.instant());
      } catch (TaskRejectedException shuttingDown) {
        log.info("notifications that are due stay for the next start, or another instance");
      }
    }
  }

  /** Has what is due sent, as one instance of several that do the same; one look at a time. */
  @Scheduled(fixedDelayString = "${sms.poll-interval:1s}")
  synchronized void sendDue() throws InterruptedException {
    for (String paymentNo : notifications.findDue(clock.instant(), properties.batch())) {
      places.acquire();
      run(paymentNo, () -> delivery.deliver(paymentNo));
    }
  }

  /** Unlike the poll, once; what a look that fails leaves behind, the poll finds. */
  private void sendDueNow() {
    try {
      sendDue();
    } catch (InterruptedException shuttingDown) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(String paymentNo, Runnable sending) {
    try {
      threads
          .running()
          .execute(
              () -> {
                try {
                  sending.run();
                } catch (RuntimeException failure) {
                  log.warn(
                      "SMS for payment {} waits for the poll: {}", paymentNo, failure.toString());
                } finally {
                  places.release();
                  sendLeftIfThereIsRoom();
                }
              });
    } catch (RejectedExecutionException shuttingDown) {
      places.release();
    }
  }
}
