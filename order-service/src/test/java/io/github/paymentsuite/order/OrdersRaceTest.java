package io.github.paymentsuite.order;

import static io.github.paymentsuite.order.TestData.AMOUNT;
import static io.github.paymentsuite.order.TestData.anyOrderId;
import static io.github.paymentsuite.order.TestData.anyUserId;
import static io.github.paymentsuite.order.TestData.paymentOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.paymentsuite.events.PaymentSucceeded;
import io.github.paymentsuite.lab.infrastructure.AtOnce;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.dao.TransientDataAccessException;

class OrdersRaceTest extends OrderServiceTest {
  private static final int DELIVERIES = 8;

  @RepeatedTest(20)
  void onePaymentDeliveredManyTimesAtOnceIsOneTransition() {
    Order order = createdOrder();
    PaymentSucceeded payment = paymentOf(order);
    Set<Order> seen = ConcurrentHashMap.newKeySet();

    AtOnce.run(
        DELIVERIES,
        () -> {
          deliver(payment);
          seen.add(orders.find(order.orderId()));
        });

    // Whatever came after the transition changed neither the payment nor the time of it.
    assertThat(seen).hasSize(1);
    assertThat(orders.find(order.orderId())).isIn(seen);
    assertThat(orders.find(order.orderId()).paymentNo()).isEqualTo(payment.paymentNo());
    assertThat(orders.casesOf(order.orderId())).isEmpty();
  }

  @RepeatedTest(20)
  void oneMisfitDeliveredManyTimesAtOnceIsOneCase() {
    Order order = createdOrder();
    PaymentSucceeded misfit = paymentOf(order.orderId(), anyUserId(), AMOUNT);

    AtOnce.run(DELIVERIES, () -> deliver(misfit));

    assertThat(orders.find(order.orderId())).isEqualTo(order);
    assertThat(orders.casesOf(order.orderId()))
        .extracting(OrderCase::paymentNo)
        .containsExactly(misfit.paymentNo());
  }

  @RepeatedTest(20)
  void twoPaymentsOfOneOrderAtOnceAreOneTransitionAndOneCase() {
    Order order = createdOrder();
    PaymentSucceeded one = paymentOf(order);
    PaymentSucceeded other = paymentOf(order);

    AtOnce.run(() -> deliver(one), () -> deliver(other), () -> deliver(one), () -> deliver(other));

    Order paid = orders.find(order.orderId());
    assertThat(paid.status()).isEqualTo(OrderStatus.PAID);
    PaymentSucceeded late = paid.isPaidBy(one) ? other : one;
    assertThat(orders.casesOf(order.orderId()))
        .singleElement()
        .satisfies(
            opened -> {
              assertThat(opened.paymentNo()).isEqualTo(late.paymentNo());
              assertThat(opened.reason()).isEqualTo(OrderCase.Reason.PAID_BY_ANOTHER_PAYMENT);
            });
  }

  @RepeatedTest(40)
  void aPaymentAndACancellationAtOnceEndAsPaidOrAsCancelledWithACase() {
    Order order = createdOrder();
    PaymentSucceeded payment = paymentOf(order);
    AtomicBoolean cancelled = new AtomicBoolean();

    AtOnce.run(() -> deliver(payment), () -> cancelled.set(cancels(order.orderId())));

    if (cancelled.get()) {
      assertThat(orders.find(order.orderId()).status()).isEqualTo(OrderStatus.CANCELLED);
      assertThat(orders.casesOf(order.orderId()))
          .extracting(OrderCase::reason)
          .containsExactly(OrderCase.Reason.ORDER_CANCELLED);
    } else {
      assertThat(orders.find(order.orderId()).isPaidBy(payment)).isTrue();
      assertThat(orders.casesOf(order.orderId())).isEmpty();
    }
  }

  @Test
  void oneOrderCreatedManyTimesAtOnceIsOneOrder() {
    String orderId = anyOrderId();
    long userId = anyUserId();
    AtomicInteger created = new AtomicInteger();

    AtOnce.run(
        DELIVERIES,
        () -> {
          if (orders.create(orderId, userId, AMOUNT).isPresent()) {
            created.incrementAndGet();
          }
        });

    assertThat(created).hasValue(1);
  }

  /** As the broker does: again, as long as it is not handled. */
  private void deliver(PaymentSucceeded payment) {
    try {
      orders.pay(payment);
    } catch (TransientDataAccessException lockedForTooLong) {
      deliver(payment);
    }
  }

  private boolean cancels(String orderId) {
    try {
      orders.cancel(orderId);
      return true;
    } catch (OrderAlreadyPaid paid) {
      return false;
    } catch (TransientDataAccessException lockedForTooLong) {
      return cancels(orderId);
    }
  }

  private Order createdOrder() {
    String orderId = anyOrderId();
    orders.create(orderId, anyUserId(), AMOUNT);
    return orders.find(orderId);
  }
}
