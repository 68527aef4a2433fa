package io.github.paymentsuite.notify;

import io.github.paymentsuite.notify.NotificationMapper.Standing;
import io.github.paymentsuite.starter.Fulfilment;
import io.github.paymentsuite.starter.Fulfilments;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * A payment is fulfilled when it has its notification, which goes its own way from then on: to wait
 * for a phone, or to be FAILED, is nothing that sending the payment again would change.
 */
@Component
class NotificationFulfilments implements Fulfilments {
  private final NotificationMapper notifications;

  NotificationFulfilments(NotificationMapper notifications) {
    this.notifications = notifications;
  }

  @Override
  public Map<String, Fulfilment> of(List<String> paymentNos) {
    return notifications.findByPayments(paymentNos).stream()
        .collect(Collectors.toMap(Standing::paymentNo, NotificationFulfilments::fulfilment));
  }

  private static Fulfilment fulfilment(Standing notification) {
    return notification.status() == NotificationStatus.FAILED
        ? Fulfilment.ofCase("SMS_FAILED")
        : Fulfilment.DONE;
  }
}
