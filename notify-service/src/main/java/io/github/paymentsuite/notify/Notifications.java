package io.github.paymentsuite.notify;

import io.github.paymentsuite.events.PaymentSucceeded;
import io.github.paymentsuite.notify.NotificationMapper.Prepared;
import io.github.paymentsuite.notify.sms.Phone;
import io.github.paymentsuite.notify.sms.SmsProviderProperties;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
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
  private final PhoneCipher cipher;
  private final SmsProviderProperties provider;
  private final Clock clock;

  Notifications(
      NotificationMapper notifications,
      ContactMapper contacts,
      PhoneCipher cipher,
      SmsProviderProperties provider,
      Clock clock) {
    this.notifications = notifications;
    this.contacts = contacts;
    this.cipher = cipher;
    this.provider = provider;
    this.clock = clock;
  }

  /** Makes the notification of a payment, once however often this is called. */
  @Transactional
  void prepare(PaymentSucceeded payment) {
    Instant now = clock.instant();
    insertOnce(payment, false, NotificationStatus.PENDING, now, now);
  }

  /**
   * Makes the notifications of payments none of which has one.
   *
   * @throws DuplicateKeyException if one of them has; nothing is made then
   */
  @Transactional
  void prepareAll(List<PaymentSucceeded> payments) {
    Instant now = clock.instant();
    insert(payments.stream().distinct().toList(), false, NotificationStatus.PENDING, now, now);
  }

  /**
   * The same for a payment whose notification was lost, if there was one. It counts as being sent
   * by someone, for as long as that can take; after that the provider is asked.
   */
  @Transactional
  void prepareAgain(PaymentSucceeded payment) {
    Instant now = clock.instant();
    Instant dueAt = now.plus(provider.longestSend());
    insertOnce(payment, true, NotificationStatus.SENDING, dueAt, now);
  }

  private void insertOnce(
      PaymentSucceeded payment,
      boolean askFirst,
      NotificationStatus withPhone,
      Instant dueAt,
      Instant now) {
    try {
      insert(List.of(payment), askFirst, withPhone, dueAt, now);
    } catch (DuplicateKeyException prepared) {
      log.info(
          "notification of payment {} of order {} was made before",
          payment.paymentNo(),
          payment.orderId());
    }
  }

  /** Whoever has no phone yet waits for it. */
  private void insert(
      List<PaymentSucceeded> payments,
      boolean askFirst,
      NotificationStatus withPhone,
      Instant dueAt,
      Instant now) {
    SortedSet<Long> users = new TreeSet<>();
    payments.forEach(payment -> users.add(payment.userId()));
    contacts.hold(users, now);
    Set<Long> reachable = contacts.findWithPhone(users);
    List<Prepared> prepared = new ArrayList<>();
    for (PaymentSucceeded payment : payments) {
      boolean isReachable = reachable.contains(payment.userId());
      prepared.add(new Prepared(payment, isReachable ? withPhone : NotificationStatus.WAITING));
    }
    notifications.insert(prepared, askFirst, dueAt, now);
    for (Prepared one : prepared) {
      // Of what is sent the sender tells.
      if (one.status() == NotificationStatus.WAITING) {
        log.info(
            "notification of payment {} of order {} waits for a phone of user {}",
            one.payment().paymentNo(),
            one.payment().orderId(),
            one.payment().userId());
      }
    }
  }

  /** Keeps the user's phone and releases what waited for it. */
  @Transactional
  void reach(long userId, Phone phone) {
    Instant now = clock.instant();
    contacts.put(userId, cipher.seal(phone, userId), now);
    int released = notifications.release(userId, now);
    log.info("user {} has a phone now, {} notifications waited for it", userId, released);
  }

  List<Notification> ofOrder(String orderId) {
    return notifications.findByOrder(orderId);
  }

  /** Where it was sent to; empty if it was not yet, or nobody can tell any more. */
  Optional<Phone> phoneOf(Notification notification) {
    try {
      return Optional.ofNullable(notification.phone())
          .map(phone -> cipher.open(phone, notification.userId()));
    } catch (UnreadablePhone unreadable) {
      log.warn("payment {}: {}", notification.paymentNo(), unreadable.getMessage());
      return Optional.empty();
    }
  }
}
