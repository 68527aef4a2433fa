package io.github.paymentsuite.notify;

import static io.github.paymentsuite.notify.NotificationStatus.FAILED;
import static io.github.paymentsuite.notify.NotificationStatus.PENDING;
import static io.github.paymentsuite.notify.NotificationStatus.SENDING;
import static io.github.paymentsuite.notify.NotificationStatus.SENT;
import static io.github.paymentsuite.notify.NotificationStatus.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NotificationStatusTest {
  private static final Map<NotificationStatus, Set<NotificationStatus>> MOVES =
      Map.of(
          WAITING, Set.of(PENDING, SENDING),
          PENDING, Set.of(SENDING, SENT),
          SENDING, Set.of(SENDING, SENT, PENDING, FAILED),
          SENT, Set.of(),
          FAILED, Set.of(SENT));

  @ParameterizedTest
  @EnumSource
  void movesOnlyForward(NotificationStatus from) {
    for (NotificationStatus to : NotificationStatus.values()) {
      assertThat(from.canMoveTo(to))
          .as("%s to %s", from, to)
          .isEqualTo(MOVES.get(from).contains(to));
    }
  }
}
