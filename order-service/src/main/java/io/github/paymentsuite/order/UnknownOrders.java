package io.github.paymentsuite.order;

import io.github.paymentsuite.events.PaymentSucceeded;
import io.github.paymentsuite.starter.DeadLetters;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Payments that have waited for their order in vain. Each is a case until the order arrives. An
 * order and a case that come at the same moment do not miss each other, because both sides commit
 * first and look for the other one afterwards; where one of them dies in between, a poll looks.
 */
@Component
class UnknownOrders {
  private static final Logger log = LoggerFactory.getLogger(UnknownOrders.class);
  private static final int BATCH = 100;

  private final Orders orders;
  private final OrderCaseMapper cases;
  private final DeadLetters deadLetters;
  private final Clock clock;

  UnknownOrders(Orders orders, OrderCaseMapper cases, DeadLetters deadLetters, Clock clock) {
    this.orders = orders;
    this.cases = cases;
    this.deadLetters = deadLetters;
    this.clock = clock;
  }

  /** The payment has waited for long enough to be shown. */
  void giveUp(PaymentSucceeded payment) {
    OrderCase unknown = OrderCase.of(payment, OrderCase.Reason.ORDER_UNKNOWN, clock.instant());
    cases.open(unknown);
    log.warn(
        "payment {} of order {} opens a case: {}",
        payment.paymentNo(),
        payment.orderId(),
        unknown.reason());
    payIfThere(unknown);
  }

  /**
   * The order has been created, just now or before.
   *
   * @return whether a payment has waited for it
   */
  boolean arrived(String orderId) {
    List<OrderCase> waiting = cases.findWaitingFor(orderId, BATCH);
    waiting.forEach(this::payIfThere);
    return !waiting.isEmpty();
  }

  /** For an order whose creator did not live to look. */
  @Scheduled(fixedDelayString = "${order.arrival-poll-interval:10s}")
  void payArrived() {
    List<OrderCase> overdue = cases.findOverdue(BATCH);
    overdue.forEach(this::payIfThere);
  }

  private void payIfThere(OrderCase unknown) {
    try {
      orders.pay(unknown.payment());
    } catch (OrderNotFound stillUnknown) {
      return;
    }
    deadLetters.close(unknown.paymentNo());
  }
}
