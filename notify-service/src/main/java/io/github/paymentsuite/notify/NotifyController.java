package io.github.paymentsuite.notify;

import io.github.paymentsuite.notify.sms.Phone;
import io.github.paymentsuite.starter.Caller;
import io.github.paymentsuite.starter.RequiresScope;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The HTTP side of notifications. Phones come in whole and go out masked. */
@RestController
@RequestMapping(produces = MediaType.APPLICATION_JSON_VALUE)
class NotifyController {
  private final Notifications notifications;

  NotifyController(Notifications notifications) {
    this.notifications = notifications;
  }

  @RequiresScope("contacts:write")
  @PutMapping("/users/{userId}/contact")
  ContactAnswer put(
      @PathVariable @Positive long userId,
      @RequestBody @Valid ContactRequest contact,
      Caller caller) {
    caller.requireUser(userId);
    Phone phone = new Phone(contact.phone());
    notifications.reach(userId, phone);
    return new ContactAnswer(userId, phone.toString());
  }

  /** Of the order's notifications those that the caller may know of. */
  @RequiresScope("notifications:read")
  @GetMapping("/notifications")
  List<NotificationAnswer> find(
      @RequestParam @Pattern(regexp = "[A-Za-z0-9_-]{1,64}") String orderId, Caller caller) {
    return notifications.ofOrder(orderId).stream()
        .filter(notification -> caller.mayActFor(notification.userId()))
        .map(
            notification ->
                NotificationAnswer.of(notification, notifications.phoneOf(notification)))
        .toList();
  }

  /** A mobile number in mainland China. */
  record ContactRequest(@NotNull @Pattern(regexp = Phone.PATTERN) String phone) {
    @Override
    public String toString() {
      return "contact";
    }
  }

  /** A contact as clients see it. */
  record ContactAnswer(long userId, String phone) {}

  /** A notification as clients see it. */
  record NotificationAnswer(
      String paymentNo,
      String orderId,
      long userId,
      String phone,
      NotificationStatus status,
      Instant sentAt) {
    static NotificationAnswer of(Notification notification, Optional<Phone> phone) {
      return new NotificationAnswer(
          notification.paymentNo(),
          notification.orderId(),
          notification.userId(),
          phone.map(Phone::toString).orElse(null),
          notification.status(),
          notification.sentAt());
    }
  }
}
