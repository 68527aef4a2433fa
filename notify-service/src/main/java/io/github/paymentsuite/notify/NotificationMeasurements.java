package io.github.paymentsuite.notify;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Counts what is not SENT, now and then, so that being watched costs and blocks nothing. */
@Component
class NotificationMeasurements {
  private final NotificationMapper notifications;
  private final Clock clock;
  private volatile List<NotificationMapper.Unsent> unsent = List.of();

  NotificationMeasurements(
      NotificationMapper notifications, MeterRegistry measurements, Clock clock) {
    this.notifications = notifications;
    this.clock = clock;
    for (NotificationStatus status : NotificationStatus.values()) {
      if (status != NotificationStatus.SENT) {
        Gauge.builder("notifications", this, counted -> counted.count(status))
            .description("Notifications that are not sent; WAITING is for a phone")
            .tag("status", status.name())
            .register(measurements);
      }
    }
    Gauge.builder("notifications.oldest.due", this, counted -> counted.oldestDue().toSeconds())
        .description("Age of the oldest notification that has a phone and is not sent")
        .baseUnit("seconds")
        .register(measurements);
  }

  @Scheduled(fixedDelayString = "${sms.count-interval:5s}")
  void count() {
    unsent = notifications.countUnsent();
  }

  private long count(NotificationStatus status) {
    return unsent.stream()
        .filter(counted -> counted.status() == status)
        .mapToLong(NotificationMapper.Unsent::notifications)
        .sum();
  }

  private Duration oldestDue() {
    Instant now = clock.instant();
    return unsent.stream()
        .filter(
            counted ->
                counted.status() == NotificationStatus.PENDING
                    || counted.status() == NotificationStatus.SENDING)
        .map(counted -> Duration.between(counted.oldest(), now))
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }
}
