package io.github.paymentsuite.order;

import static io.github.paymentsuite.order.TestData.AMOUNT;
import static io.github.paymentsuite.order.TestData.anyOrderId;
import static io.github.paymentsuite.order.TestData.anyPaymentNo;
import static io.github.paymentsuite.order.TestData.anyUserId;
import static io.github.paymentsuite.order.TestData.paymentOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.paymentsuite.events.Money;
import io.github.paymentsuite.events.PaymentSucceeded;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DuplicateKeyException;

class OrderMapperTest extends OrderServiceTest {
  private static final Instant CREATED_AT = Instant.parse("2026-01-31T12:00:00.999Z");
  private static final Instant LATER = Instant.parse("2026-01-31T12:00:01.001Z");

  @Autowired private OrderMapper mapper;

  @ParameterizedTest
  @EnumSource
  void markPaidMovesWhatMayMoveToPaid(OrderStatus from) {
    Order order = given(from);

    int moved = mapper.markPaid(List.of(paymentOf(order)), LATER);

    assertMovedAsAllowed(order, OrderStatus.PAID, moved);
  }

  @ParameterizedTest
  @EnumSource
  void markCancelledMovesWhatMayMoveToCancelled(OrderStatus from) {
    Order order = given(from);

    int moved = mapper.markCancelled(order.orderId(), LATER);

    assertMovedAsAllowed(order, OrderStatus.CANCELLED, moved);
  }

  @Test
  void markPaidLeavesTheOrderOfAnotherUserOrAmount() {
    Order order = given(OrderStatus.CREATED);

    PaymentSucceeded byAnother = paymentOf(order.orderId(), order.userId() - 1, AMOUNT);
    PaymentSucceeded ofMore = paymentOf(order.orderId(), order.userId(), Money.parse("99.01"));

    assertThat(mapper.markPaid(List.of(byAnother), LATER)).isZero();
    assertThat(mapper.markPaid(List.of(ofMore), LATER)).isZero();
    assertThat(mapper.markPaid(List.of(byAnother, ofMore), LATER)).isZero();
    assertThat(mapper.find(order.orderId())).contains(order);
  }

  @Test
  void onePaymentNeverMakesTwoOrdersPaid() {
    Order paid = given(OrderStatus.PAID);
    Order other = given(OrderStatus.CREATED);
    PaymentSucceeded again =
        PaymentSucceeded.of(
            paid.paymentNo(), other.orderId(), other.userId(), other.amount(), LATER);

    assertThatExceptionOfType(DuplicateKeyException.class)
        .isThrownBy(() -> mapper.markPaid(List.of(again), LATER));
    assertThat(mapper.find(other.orderId())).contains(other);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.01", "99.90", "99999999.99"})
  void keepsEveryFieldAsItWas(String amount) {
    Order order =
        new Order(
            anyOrderId(),
            Long.MAX_VALUE,
            Money.parse(amount),
            OrderStatus.CREATED,
            null,
            CREATED_AT,
            LATER);
    mapper.insert(order);

    assertThat(mapper.find(order.orderId())).contains(order);
  }

  private void assertMovedAsAllowed(Order order, OrderStatus to, int moved) {
    Order now = mapper.find(order.orderId()).orElseThrow();
    if (order.status().canMoveTo(to)) {
      assertThat(moved).isEqualTo(1);
      assertThat(now.status()).isEqualTo(to);
      assertThat(now.updatedAt()).isEqualTo(LATER);
    } else {
      assertThat(moved).isZero();
      assertThat(now).isEqualTo(order);
    }
  }

  private Order given(OrderStatus status) {
    String paymentNo = status == OrderStatus.PAID ? anyPaymentNo() : null;
    Order order =
        new Order(anyOrderId(), anyUserId(), AMOUNT, status, null, CREATED_AT, CREATED_AT);
    mapper.insert(order);
    database.update(
        "UPDATE orders SET payment_no = ? WHERE order_id = ?", paymentNo, order.orderId());
    return mapper.find(order.orderId()).orElseThrow();
  }
}
