package io.github.paymentsuite.order;

import static io.github.paymentsuite.order.TestData.AMOUNT;
import static io.github.paymentsuite.order.TestData.anyOrderId;
import static io.github.paymentsuite.order.TestData.anyUserId;
import static io.github.paymentsuite.order.TestData.paymentOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.paymentsuite.events.Money;
import io.github.paymentsuite.events.PaymentSucceeded;
import org.junit.jupiter.api.Test;

class OrdersTest extends OrderServiceTest {
  @Test
  void aPaymentOfTheSameUserAndAmountMakesTheOrderPaid() {
    Order order = createdOrder();
    PaymentSucceeded payment = paymentOf(order);

    orders.pay(payment);

    Order paid = orders.find(order.orderId());
    assertThat(paid.status()).isEqualTo(OrderStatus.PAID);
    assertThat(paid.paymentNo()).isEqualTo(payment.paymentNo());
    assertThat(paid.createdAt()).isEqualTo(order.createdAt());
    assertThat(orders.casesOf(order.orderId())).isEmpty();
  }

  @Test
  void thePaymentThatMadeTheOrderPaidChangesNothingWhenItComesAgain() {
    Order order = createdOrder();
    PaymentSucceeded payment = paymentOf(order);
    orders.pay(payment);
    Order paid = orders.find(order.orderId());

    orders.pay(payment);
    orders.pay(payment);

    assertThat(orders.find(order.orderId())).isEqualTo(paid);
    assertThat(orders.casesOf(order.orderId())).isEmpty();
  }

  @Test
  void aPaymentBySomeoneElseOpensOneCase() {
    Order order = createdOrder();
    long someoneElse = anyUserId();

    assertOpensOneCase(
        order,
        paymentOf(order.orderId(), someoneElse, order.amount()),
        OrderCase.Reason.USER_MISMATCH);
  }

  @Test
  void aPaymentOfAnotherAmountOpensOneCase() {
    Order order = createdOrder();

    assertOpensOneCase(
        order,
        paymentOf(order.orderId(), order.userId(), Money.parse("98.99")),
        OrderCase.Reason.AMOUNT_MISMATCH);
  }

  @Test
  void aPaymentOfACancelledOrderOpensOneCase() {
    Order cancelled = orders.cancel(createdOrder().orderId());

    assertOpensOneCase(cancelled, paymentOf(cancelled), OrderCase.Reason.ORDER_CANCELLED);
  }

  @Test
  void aSecondPaymentOfAPaidOrderOpensOneCase() {
    Order paid = paidOrder();

    assertOpensOneCase(paid, paymentOf(paid), OrderCase.Reason.PAID_BY_ANOTHER_PAYMENT);
  }

  @Test
  void anOrderStaysPayableAfterAPaymentThatDidNotFit() {
    Order order = createdOrder();
    orders.pay(paymentOf(order.orderId(), order.userId(), Money.parse("1.00")));

    orders.pay(paymentOf(order));

    assertThat(orders.find(order.orderId()).status()).isEqualTo(OrderStatus.PAID);
    assertThat(orders.casesOf(order.orderId()))
        .extracting(OrderCase::reason)
        .containsExactly(OrderCase.Reason.AMOUNT_MISMATCH);
  }

  @Test
  void aPaymentOfAnUnknownOrderIsThrownBackAndCountsOnceTheOrderIsThere() {
    String orderId = anyOrderId();
    long userId = anyUserId();
    PaymentSucceeded payment = paymentOf(orderId, userId, AMOUNT);

    assertThatExceptionOfType(OrderNotFound.class).isThrownBy(() -> orders.pay(payment));
    assertThat(orders.casesOf(orderId)).isEmpty();

    orders.create(orderId, userId, AMOUNT);
    orders.pay(payment);
    assertThat(orders.find(orderId).status()).isEqualTo(OrderStatus.PAID);
  }

  @Test
  void idsThatDifferInTheirCaseAreDifferentOrders() {
    String upper = anyOrderId().toUpperCase();
    String lower = upper.toLowerCase();
    long userId = anyUserId();

    assertThat(orders.create(upper, userId, AMOUNT)).isTrue();
    assertThat(orders.create(lower, userId, AMOUNT)).isTrue();
    orders.pay(paymentOf(lower, userId, AMOUNT));

    assertThat(orders.find(upper).status()).isEqualTo(OrderStatus.CREATED);
    assertThat(orders.find(lower).status()).isEqualTo(OrderStatus.PAID);
  }

  @Test
  void anOrderIsCreatedOnceAndItsIdIsTakenForAnyOther() {
    Order order = createdOrder();

    assertThat(orders.create(order.orderId(), order.userId(), order.amount())).isFalse();
    assertThatExceptionOfType(OrderIdTaken.class)
        .isThrownBy(() -> orders.create(order.orderId(), order.userId(), Money.parse("1.00")));
    assertThatExceptionOfType(OrderIdTaken.class)
        .isThrownBy(() -> orders.create(order.orderId(), anyUserId(), order.amount()));
    assertThat(orders.find(order.orderId())).isEqualTo(order);
  }

  @Test
  void aPaidOrderCannotBeCancelled() {
    Order paid = paidOrder();

    assertThatExceptionOfType(OrderAlreadyPaid.class)
        .isThrownBy(() -> orders.cancel(paid.orderId()));
    assertThat(orders.find(paid.orderId())).isEqualTo(paid);
  }

  private void assertOpensOneCase(
      Order order, PaymentSucceeded payment, OrderCase.Reason expected) {
    orders.pay(payment);
    OrderCase opened = orders.casesOf(order.orderId()).get(0);
    orders.pay(payment);
    orders.pay(payment);

    assertThat(opened).isEqualTo(OrderCase.of(payment, expected, opened.openedAt()));
    assertThat(orders.casesOf(order.orderId())).containsExactly(opened);
    assertThat(orders.find(order.orderId())).isEqualTo(order);
  }

  private Order createdOrder() {
    String orderId = anyOrderId();
    orders.create(orderId, anyUserId(), AMOUNT);
    return orders.find(orderId);
  }

  private Order paidOrder() {
    Order order = createdOrder();
    orders.pay(paymentOf(order));
    return orders.find(order.orderId());
  }
}
