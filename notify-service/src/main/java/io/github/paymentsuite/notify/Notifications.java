package io.github.paymentsuite.notify;

import io.github.paymentsuite.events.PaymentSucceeded;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Which notifications there are. Whoever decides by the user's phone holds the user's contact while
 * deciding, so a payment and a phone that arrive at the same moment do not miss each other.
 */
@Service
class Notifications {
  private static final Logger log = LoggerFactory.getLogger(Notifications.class);

  private final NotificationMapper notifications;
  private final ContactMapper contacts;
  private final Clock clock;

  Notifications(NotificationMapper notifications, ContactMapper contacts, Clock clock) {
    this.notifications = notifications;
    this.contacts = contacts;
    this.clock = clock;
  }

  /** Makes the notification of a payment, once however often this is called. */
  @Transactional
  void prepare(PaymentSucceeded payment) {
    Instant now = clock.instant();
    contacts.hold(payment.userId(), now);
    NotificationStatus status =
        contacts.findPhone(payment.userId()).isPresent()
            ? NotificationStatus.PENDING
            : NotificationStatus.WAITING;
    try {
      notifications.insert(
          payment.paymentNo(), payment.orderId(), payment.userId(), payment.amount(), status, now);
      log.info(
          "notification of payment {} of order {} {}",
          payment.paymentNo(),
          payment.orderId(),
          status);
    } catch (DuplicateKeyException prepared) {
      log.info(
          "notification of payment {} of order {} was made before",
          payment.paymentNo(),
          payment.orderId());
    }
  }

  /** Keeps the user's phone and releases what waited for it. */
  @Transactional
  void reach(long userId, String phone) {
    Instant now = clock.instant();
    contacts.put(userId, phone, now);
    int released = notifications.release(userId, now);
    log.info("user {} has a phone now, {} notifications waited for it", userId, released);
  }

  List<Notification> ofOrder(String orderId) {
    return notifications.findByOrder(orderId);
  }
}
