package io.github.paymentsuite.order;

import static io.github.paymentsuite.order.TestData.AMOUNT;
import static io.github.paymentsuite.order.TestData.anyOrderId;
import static io.github.paymentsuite.order.TestData.anyUserId;
import static io.github.paymentsuite.order.TestData.paymentOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Named.named;

import io.github.paymentsuite.events.Money;
import io.github.paymentsuite.events.PaymentSucceeded;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.IncorrectUpdateSemanticsDataAccessException;

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

    assertThat(orders.create(upper, userId, AMOUNT)).contains(orders.find(upper));
    assertThat(orders.create(lower, userId, AMOUNT)).contains(orders.find(lower));
    orders.pay(paymentOf(lower, userId, AMOUNT));

    assertThat(orders.find(upper).status()).isEqualTo(OrderStatus.CREATED);
    assertThat(orders.find(lower).status()).isEqualTo(OrderStatus.PAID);
  }

  @Test
  void anOrderIsCreatedOnceAndItsIdIsTakenForAnyOther() {
    Order order = createdOrder();

    assertThat(orders.create(order.orderId(), order.userId(), order.amount())).isEmpty();
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

  @Test
  void severalPaymentsAtOnceEachMakeTheirOrderPaid() {
    List<Order> created = createdOrders();
    List<PaymentSucceeded> payments = created.stream().map(TestData::paymentOf).toList();

    orders.payAll(payments);

    assertThat(payments)
        .allSatisfy(
            payment -> {
              Order order = orders.find(payment.orderId());
              assertThat(order.isPaidBy(payment)).isTrue();
              assertThat(orders.casesOf(order.orderId())).isEmpty();
            });
  }

  @ParameterizedTest
  @MethodSource("misfits")
  void ofSeveralPaymentsOneThatDoesNotFitChangesNothing(Function<Order, PaymentSucceeded> misfit) {
    List<Order> created = createdOrders();
    List<PaymentSucceeded> payments = new ArrayList<>();
    created.forEach(order -> payments.add(paymentOf(order)));
    payments.add(1, misfit.apply(created.get(0)));

    assertThatExceptionOfType(IncorrectUpdateSemanticsDataAccessException.class)
        .isThrownBy(() -> orders.payAll(payments));

    assertThat(created)
        .allSatisfy(order -> assertThat(orders.find(order.orderId())).isEqualTo(order));
  }

  static Stream<Named<Function<Order, PaymentSucceeded>>> misfits() {
    return Stream.of(
        named("another payment of the same order", TestData::paymentOf),
        named("an unknown order", order -> paymentOf(anyOrderId(), order.userId(), AMOUNT)),
        named("somebody else", order -> paymentOf(order.orderId(), anyUserId(), AMOUNT)),
        named(
            "another amount",
            order -> paymentOf(order.orderId(), order.userId(), Money.parse("98.99"))));
  }

  @Test
  void severalPaymentsAtOnceChangeNoOrderThatIsNotTheirs() {
    Order bystander = createdOrder();
    Order cancelled = orders.cancel(createdOrder().orderId());

    orders.payAll(createdOrders().stream().map(TestData::paymentOf).toList());

    assertThat(orders.find(bystander.orderId())).isEqualTo(bystander);
    assertThat(orders.find(cancelled.orderId())).isEqualTo(cancelled);
  }

  private List<Order> createdOrders() {
    return Stream.generate(this::createdOrder).limit(5).toList();
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
