package io.github.paymentsuite.order;

import io.github.paymentsuite.events.Money;
import io.github.paymentsuite.events.PaymentSucceeded;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.IncorrectUpdateSemanticsDataAccessException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * What can happen to orders. Every move is one guarded update; what it did not move is looked at.
 */
@Service
class Orders {
  private static final Logger log = LoggerFactory.getLogger(Orders.class);

  private final OrderMapper orders;
  private final OrderCaseMapper cases;
  private final Clock clock;

  Orders(OrderMapper orders, OrderCaseMapper cases, Clock clock) {
    this.orders = orders;
    this.cases = cases;
    this.clock = clock;
  }

  /**
   * Creates the order, unless it is there already.
   *
   * @return the order if it is new
   * @throws OrderIdTaken if there is another order with this id
   */
  Optional<Order> create(String orderId, long userId, Money amount) {
    Instant now = clock.instant();
    Order order = new Order(orderId, userId, amount, OrderStatus.CREATED, null, now, now);
    try {
      orders.insert(order);
      log.info("order {} created", orderId);
      return Optional.of(order);
    } catch (DuplicateKeyException exists) {
      if (!find(orderId).hasContent(userId, amount)) {
        throw new OrderIdTaken(orderId);
      }
      return Optional.empty();
    }
  }

  Order find(String orderId) {
    return orders.find(orderId).orElseThrow(() -> new OrderNotFound(orderId));
  }

  List<OrderCase> casesOf(String orderId) {
    return cases.findByOrder(orderId);
  }

  /**
   * @return the cancelled order, also if it was cancelled before
   * @throws OrderAlreadyPaid if the payment came first
   */
  Order cancel(String orderId) {
    if (orders.markCancelled(orderId, clock.instant()) == 1) {
      log.info("order {} cancelled", orderId);
    }
    Order order = find(orderId);
    if (order.status() == OrderStatus.PAID) {
      throw new OrderAlreadyPaid(orderId);
    }
    return order;
  }

  /**
   * The order was paid: it becomes PAID, or the payment becomes a case, once however often this is
   * called.
   *
   * @throws OrderNotFound if the order has not arrived yet; to be tried again
   */
  @Transactional
  void pay(PaymentSucceeded payment) {
    Instant now = clock.instant();
    if (orders.markPaid(List.of(payment), now) == 1) {
      paid(List.of(payment), now);
      return;
    }
    Order order = find(payment.orderId());
    if (order.isPaidBy(payment)) {
      log.info("order {} was paid by payment {} before", order.orderId(), payment.paymentNo());
      cases.resolve(List.of(payment.paymentNo()), now);
      return;
    }
    OrderCase.Reason reason =
        order
            .objectionTo(payment)
            // It was created between the update and the look.
            .orElseThrow(() -> new OrderNotFound(payment.orderId()));
    cases.open(OrderCase.of(payment, reason, now));
    log.warn(
        "payment {} of order {} opens a case: {}", payment.paymentNo(), order.orderId(), reason);
  }

  /**
   * Several orders were paid, and all of them become PAID.
   *
   * @throws IncorrectUpdateSemanticsDataAccessException if one does not; nothing has changed then
   */
  @Transactional
  void payAll(List<PaymentSucceeded> payments) {
    Instant now = clock.instant();
    int count = orders.markPaid(payments, now);
    if (count != payments.size()) {
      throw new IncorrectUpdateSemanticsDataAccessException(
          "%d payments would make %d orders PAID".formatted(payments.size(), count));
    }
    paid(payments, now);
  }

  private void paid(List<PaymentSucceeded> payments, Instant now) {
    cases.resolve(payments.stream().map(PaymentSucceeded::paymentNo).toList(), now);
    payments.forEach(
        payment -> log.info("order {} paid by payment {}", payment.orderId(), payment.paymentNo()));
  }
}
