package io.github.paymentsuite.notify;

import io.github.paymentsuite.events.PaymentSucceeded;
import io.github.paymentsuite.notify.ContactMapper.Reachable;
import io.github.paymentsuite.notify.NotificationMapper.Due;
import io.github.paymentsuite.notify.sms.Phone;
import io.github.paymentsuite.notify.sms.SmsProviderProperties;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
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
  private final NotifyProperties properties;
  private final SmsProviderProperties provider;
  private final Clock clock;

  Notifications(
      NotificationMapper notifications,
      ContactMapper contacts,
      PhoneCipher cipher,
      NotifyProperties properties,
      SmsProviderProperties provider,
      Clock clock) {
    this.notifications = notifications;
    this.contacts = contacts;
    this.cipher = cipher;
    this.properties = properties;
    this.provider = provider;
    this.clock = clock;
  }

  /**
   * Makes the notifications of payments none of which has one. Whoever has no phone yet waits for
   * it.
   *
   * @param senders how many of them the caller sends at once
   * @return those, claimed by the caller; the others are due for whoever comes
   * @throws DuplicateKeyException if one of them has; nothing is made then
   */
  @Transactional
  List<Due> prepareAll(List<PaymentSucceeded> payments, int senders) {
    Instant now = clock.instant();
    Instant claimEnd = now.plus(properties.lease());
    Map<Long, SealedPhone> phones = holdPhones(payments, now);
    List<Due> prepared = new ArrayList<>();
    List<Due> claimed = new ArrayList<>();
    for (PaymentSucceeded payment : new LinkedHashSet<>(payments)) {
      SealedPhone phone = phones.get(payment.userId());
      if (phone == null) {
        prepared.add(waiting(payment, now, now));
      } else if (claimed.size() < senders) {
        claimed.add(new Due(Notification.claimed(payment, phone, now), claimEnd));
      } else {
        prepared.add(new Due(Notification.of(payment, NotificationStatus.PENDING, now), now));
      }
    }
    prepared.addAll(claimed);
    notifications.insert(prepared, false);
    return claimed;
  }

  /**
   * Makes the notification of a payment whose notification was lost, if there was one. It counts as
   * being sent by someone, for as long as that can take; after that the provider is asked.
   *
   * @throws DuplicateKeyException if it has one
   */
  @Transactional
  void prepareAgain(PaymentSucceeded payment) {
    Instant now = clock.instant();
    Instant dueAt = now.plus(provider.longestSend());
    boolean isReachable = !holdPhones(List.of(payment), now).isEmpty();
    notifications.insert(
        List.of(
            isReachable
                ? new Due(Notification.of(payment, NotificationStatus.SENDING, now), dueAt)
                : waiting(payment, dueAt, now)),
        true);
  }

  /** The phones of those who have one, which nobody changes until the end of the transaction. */
  private Map<Long, SealedPhone> holdPhones(List<PaymentSucceeded> payments, Instant now) {
    SortedSet<Long> users = new TreeSet<>();
    payments.forEach(payment -> users.add(payment.userId()));
    contacts.hold(users, now);
    return contacts.findReachable(List.copyOf(users)).stream()
        .collect(Collectors.toMap(Reachable::userId, Reachable::phone));
  }

  /** Of what is sent the sender tells. */
  private static Due waiting(PaymentSucceeded payment, Instant dueAt, Instant now) {
    log.info(
        "notification of payment {} of order {} waits for a phone of user {}",
        payment.paymentNo(),
        payment.orderId(),
        payment.userId());
    return new Due(Notification.of(payment, NotificationStatus.WAITING, now), dueAt);
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
