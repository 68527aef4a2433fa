package io.github.paymentsuite.notify;

import io.github.paymentsuite.starter.Caller;
import io.github.paymentsuite.starter.RequiresScope;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import java.time.Instant;
import java.util.List;
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
    notifications.reach(userId, contact.phone());
    return new ContactAnswer(userId, mask(contact.phone()));
  }

  /** Of the order's notifications those that the caller may know of. */
  @RequiresScope("notifications:read")
  @GetMapping("/notifications")
  List<NotificationAnswer> find(
      @RequestParam @Pattern(regexp = "[A-Za-z0-9_-]{1,64}") String orderId, Caller caller) {
    return notifications.ofOrder(orderId).stream()
        .filter(notification -> caller.mayActFor(notification.userId()))
        .map(NotificationAnswer::of)
        .toList();
  }

  /** As {@code 138****5678}. */
  private static String mask(String phone) {
    return phone == null ? null : phone.substring(0, 3) + "****" + phone.substring(7);
  }

  /** A mobile number in mainland China. */
  record ContactRequest(@NotNull @Pattern(regexp = "1[3-9][0-9]{9}") String phone) {
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
    static NotificationAnswer of(Notification notification) {
      return new NotificationAnswer(
          notification.paymentNo(),
          notification.orderId(),
          notification.userId(),
          mask(notification.phone()),
          notification.status(),
          notification.sentAt());
    }
  }
}
