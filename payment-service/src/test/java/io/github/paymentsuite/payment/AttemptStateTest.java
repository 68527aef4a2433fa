package io.github.paymentsuite.payment;

import static io.github.paymentsuite.payment.AttemptState.CHARGING;
import static io.github.paymentsuite.payment.AttemptState.CLOSED;
import static io.github.paymentsuite.payment.AttemptState.DECLINED;
import static io.github.paymentsuite.payment.AttemptState.PAID;
import static io.github.paymentsuite.payment.AttemptState.REVERSING;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AttemptStateTest {
  private static final Map<AttemptState, Set<AttemptState>> MOVES =
      Map.of(
          CHARGING, EnumSet.of(PAID, DECLINED, REVERSING, CLOSED),
          REVERSING, EnumSet.of(CLOSED, DECLINED),
          PAID, EnumSet.noneOf(AttemptState.class),
          DECLINED, EnumSet.noneOf(AttemptState.class),
          CLOSED, EnumSet.noneOf(AttemptState.class));

  @ParameterizedTest
  @EnumSource
  void movesAsTheProtocolSaysAndInNoOtherWay(AttemptState from) {
    for (AttemptState to : AttemptState.values()) {
      assertThat(from.canMoveTo(to)).as(from + " to " + to).isEqualTo(MOVES.get(from).contains(to));
    }
  }

  @Test
  void freesTheOrderOnlyWhenItEndedWithoutMoney() {
    assertThat(AttemptState.values())
        .filteredOn(state -> !state.isLive())
        .containsExactlyInAnyOrder(DECLINED, CLOSED);
  }
}
