package io.github.paymentsuite.lab.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LoadTest {
  @Test
  void everyOrderIsPaidOnce() {
    Set<String> paid = ConcurrentHashMap.newKeySet();
    Load.Seen seen = Load.closed("X", 1000, 8).run((orderId, userId) -> paid.add(orderId));
    assertThat(paid).hasSize(1000).contains("X_0", "X_999");
    assertThat(seen.answers().getTotalCount()).isEqualTo(1000);
    assertThat(seen.askedAgain()).isZero();
  }

  @Test
  void whatIsRefusedIsAskedForAgainAndCounted() {
    AtomicInteger calls = new AtomicInteger();
    Load.Seen seen = Load.closed("X", 1, 1).run((orderId, userId) -> calls.incrementAndGet() == 2);
    assertThat(calls).hasValue(2);
    assertThat(seen.askedAgain()).isEqualTo(1);
  }

  @Test
  void aFailureEndsTheMeasurement() {
    Load load = Load.closed("X", 10, 2);
    assertThatThrownBy(
            () ->
                load.run(
                    (orderId, userId) -> {
                      throw new IllegalArgumentException("no");
                    }))
        .hasStackTraceContaining("order X_");
  }

  @Test
  void inTheOpenLoopWhoeverIsLateIsMeasuredFromWhenHeWasToCome() {
    // Of one client the first takes until all others should have come, so they all were late.

    Load.Seen seen =
        Load.open("X", 20, 1, 1000)
            .run(
                (orderId, userId) -> {
                  if (orderId.equals("X_0")) {
                    long begun = System.nanoTime();
                    while (System.nanoTime() - begun < 50_000_000) {
                      Thread.onSpinWait();
                    }
                  }
                  return true;
                });

    // The second one's turn came after 1 ms.
    assertThat(seen.answers().getValueAtPercentile(50)).isGreaterThan(20_000);
  }

  @Test
  void usersAreServedInTurn() {
    assertThat(Load.userOf(0)).isEqualTo(1);
    assertThat(Load.userOf(Payer.USERS - 1)).isEqualTo(Payer.USERS);
    assertThat(Load.userOf(Payer.USERS)).isEqualTo(1);
  }
}
