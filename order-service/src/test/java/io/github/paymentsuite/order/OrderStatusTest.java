package io.github.paymentsuite.order;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderStatusTest {
  @ParameterizedTest
  @CsvSource({
    "CREATED,   CREATED,   false",
    "CREATED,   PAID,      true",
    "CREATED,   CANCELLED, true",
    "PAID,      CREATED,   false",
    "PAID,      PAID,      false",
    "PAID,      CANCELLED, false",
    "CANCELLED, CREATED,   false",
    "CANCELLED, PAID,      false",
    "CANCELLED, CANCELLED, false"
  })
  void onlyACreatedOrderMoves(OrderStatus from, OrderStatus to, boolean allowed) {
    assertThat(from.canMoveTo(to)).isEqualTo(allowed);
  }
}
