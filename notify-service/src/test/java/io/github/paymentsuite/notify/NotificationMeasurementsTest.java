package io.github.paymentsuite.notify;

import static io.github.paymentsuite.notify.TestData.anyPhone;
import static io.github.paymentsuite.notify.TestData.anyUserId;
import static io.github.paymentsuite.notify.TestData.paymentBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.paymentsuite.events.PaymentSucceeded;
import io.github.paymentsuite.notify.ScriptedSmsProvider.Script;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What whoever watches sees of notifications that are not sent. */
class NotificationMeasurementsTest extends NotifyServiceTest {
  /** Longer than anything that another test leaves unsent. */
  private static final Duration LONG = Duration.ofDays(9000);

  private final long userId = anyUserId();
  private final PaymentSucceeded payment = paymentBy(userId);

  @Autowired private NotificationMeasurements measurements;
  @Autowired private MeterRegistry meters;

  @Test
  void countsThoseThatWaitForAPhone() {
    double before = counted(NotificationStatus.WAITING);

    deliver(payment);

    assertThat(counted(NotificationStatus.WAITING)).isEqualTo(before + 1);
  }

  @Test
  void countsThoseThatWereGivenUp() {
    double before = counted(NotificationStatus.FAILED);
    notifications.reach(userId, anyPhone());
    PROVIDER.plan(payment.paymentNo(), Script.REFUSED);

    deliver(payment);
    awaitStatus(payment, NotificationStatus.FAILED);

    assertThat(counted(NotificationStatus.FAILED)).isEqualTo(before + 1);
  }

  @Test
  void showsTheAgeOfTheOldestThatNobodyKnowsTheOutcomeOf() {
    notifications.reach(userId, anyPhone());
    PROVIDER.beginOutage(payment.paymentNo());
    deliver(payment);
    setCreated(Instant.now().minus(LONG));

    assertThat(counted(NotificationStatus.SENDING)).isPositive();
    assertThat(oldestAge()).isGreaterThanOrEqualTo(LONG.toSeconds());

    PROVIDER.endOutage(payment.paymentNo());
    endLease(payment);
    awaitStatus(payment, NotificationStatus.SENT);
    assertThat(oldestAge()).isLessThan(LONG.toSeconds());
  }

  private double counted(NotificationStatus status) {
    measurements.count();
    return meters.get("notifications").tag("status", status.name()).gauge().value();
  }

  private double oldestAge() {
    measurements.count();
    return meters.get("notifications.oldest.due").gauge().value();
  }

  private void setCreated(Instant created) {
    database.update(
        "UPDATE notification SET created_at = ? WHERE payment_no = ?",
        created,
        payment.paymentNo());
  }
}
