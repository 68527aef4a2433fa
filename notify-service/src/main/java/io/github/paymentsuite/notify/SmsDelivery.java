package io.github.paymentsuite.notify;

import io.github.paymentsuite.notify.sms.Sms;
import io.github.paymentsuite.notify.sms.SmsGateway;
import io.github.paymentsuite.notify.sms.SmsProviderProperties;
import io.github.paymentsuite.notify.sms.SmsState;
import io.github.paymentsuite.starter.Batches;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/**
 * Sends a notification. It is claimed before it is sent; one whose claim ran out may have been
 * sent, so the provider is asked first. Where the provider recognises out-ids this is exactly one
 * SMS; where it does not, a process that stands still between claim and send for longer than the
 * lease can cause a second one: rarely two rather than ever none.
 */
@Component
@EnableConfigurationProperties(NotifyProperties.class)
class SmsDelivery {
  private static final Logger log = LoggerFactory.getLogger(SmsDelivery.class);

  private final NotificationMapper notifications;
  private final SmsGateway provider;
  private final PhoneCipher cipher;
  private final NotifyProperties properties;
  private final MeterRegistry measurements;
  private final Clock clock;
  private final Duration longestSend;
  private final Batches<String> accepted;

  SmsDelivery(
      NotificationMapper notifications,
      SmsGateway provider,
      PhoneCipher cipher,
      NotifyProperties properties,
      SmsProviderProperties providerProperties,
      MeterRegistry measurements,
      Clock clock) {
    this.longestSend = providerProperties.longestSend();
    if (properties.lease().compareTo(longestSend) <= 0) {
      throw new IllegalArgumentException(
          "sms.lease must be longer than sms.provider.timeout and longest-acceptance together");
    }
    this.notifications = notifications;
    this.provider = provider;
    this.cipher = cipher;
    this.properties = properties;
    this.measurements = measurements;
    this.clock = clock;
    this.accepted = new Batches<>(properties.senders(), this::markSent);
  }

  /** Sends the notification if it is due and nobody else is at it. */
  void deliver(String paymentNo) {
    Instant now = clock.instant();
    Instant leaseEnd = now.plus(properties.lease());
    try {
      if (notifications.claim(paymentNo, now, leaseEnd) == 1) {
        send(notifications.find(paymentNo).orElseThrow(), leaseEnd);
      } else if (notifications.claimAbandoned(paymentNo, now, leaseEnd) == 1) {
        ask(notifications.find(paymentNo).orElseThrow(), leaseEnd);
      }
    } catch (UnreadablePhone unreadable) {
      giveUp(paymentNo, leaseEnd, unreadable);
    }
  }

  /**
   * Sends a notification that the caller has claimed; if that is too long ago, by a claim anew,
   * which counts as an attempt.
   *
   * @param leaseEnd when the claim ends
   */
  void sendClaimed(Notification claimed, Instant leaseEnd) {
    try {
      if (isLongEnough(leaseEnd)) {
        send(claimed, leaseEnd);
      } else {
        sendAgain(claimed.paymentNo(), leaseEnd);
      }
    } catch (UnreadablePhone unreadable) {
      giveUp(claimed.paymentNo(), leaseEnd, unreadable);
    }
  }

  private void ask(Notification claimed, Instant leaseEnd) {
    SmsState known = counted("query", provider.query(sms(claimed)));
    if (known instanceof SmsState.NotFound && hasBudget(claimed)) {
      sendAgain(claimed.paymentNo(), leaseEnd);
    } else {
      conclude(claimed, leaseEnd, known);
    }
  }

  private Sms sms(Notification claimed) {
    return claimed.sms(cipher.open(claimed.phone(), claimed.userId()));
  }

  /** Nobody can send it or ask about it, now or later. */
  private void giveUp(String paymentNo, Instant leaseEnd, UnreadablePhone unreadable) {
    Instant now = clock.instant();
    notifications.giveBack(paymentNo, leaseEnd, NotificationStatus.FAILED, now, now);
    log.error("SMS for payment {} given up: {}", paymentNo, unreadable.getMessage());
  }

  /** A part of the claim has been used up; the send needs a whole one. */
  private void sendAgain(String paymentNo, Instant leaseEnd) {
    Instant now = clock.instant();
    Instant nextLeaseEnd = now.plus(properties.lease());
    if (notifications.renewToSend(paymentNo, leaseEnd, now, nextLeaseEnd) == 1) {
      Notification claimed = notifications.find(paymentNo).orElseThrow();
      send(claimed, nextLeaseEnd);
    }
  }

  /**
   * Not if the claim could run out under way: whoever claims it next must be able to believe a
   * query.
   */
  private void send(Notification claimed, Instant leaseEnd) {
    if (isLongEnough(leaseEnd)) {
      conclude(claimed, leaseEnd, counted("send", provider.send(sms(claimed))));
    }
  }

  private boolean isLongEnough(Instant leaseEnd) {
    return clock.instant().plus(longestSend).isBefore(leaseEnd);
  }

  private void conclude(Notification claimed, Instant leaseEnd, SmsState state) {
    Instant now = clock.instant();
    if (state instanceof SmsState.Accepted) {
      if (!accepted.tryHandle(claimed.paymentNo())) {
        markSent(List.of(claimed.paymentNo()));
      }
      log.info("SMS for payment {} of order {} sent", claimed.paymentNo(), claimed.orderId());
    } else if (state instanceof SmsState.Refused || state instanceof SmsState.NotFound) {
      notifications.giveBack(
          claimed.paymentNo(),
          leaseEnd,
          hasBudget(claimed) ? NotificationStatus.PENDING : NotificationStatus.FAILED,
          now.plus(properties.retryDelay()),
          now);
      log.warn(
          "SMS for payment {} of order {} not sent at attempt {}: {}",
          claimed.paymentNo(),
          claimed.orderId(),
          claimed.attempts(),
          state);
    } else {
      // It stays claimed; when the claim has run out the provider is asked.
      log.warn(
          "SMS for payment {} of order {} may have been sent: {}",
          claimed.paymentNo(),
          claimed.orderId(),
          state);
    }
  }

  private void markSent(List<String> paymentNos) {
    notifications.markSent(paymentNos, clock.instant());
  }

  private SmsState counted(String call, SmsState state) {
    measurements
        .counter("sms.calls", "call", call, "outcome", state.getClass().getSimpleName())
        .increment();
    return state;
  }

  private boolean hasBudget(Notification claimed) {
    return claimed.attempts() < properties.maxAttempts();
  }
}
