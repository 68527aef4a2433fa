package io.github.paymentsuite.notify;

import static io.github.paymentsuite.notify.TestData.anyPhone;
import static io.github.paymentsuite.notify.TestData.anyUserId;
import static io.github.paymentsuite.notify.TestData.paymentBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.paymentsuite.events.PaymentSucceeded;
import io.github.paymentsuite.notify.NotificationMapper.Due;
import io.github.paymentsuite.notify.sms.Phone;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** All of it happens at a time when the service's own poll finds none of it due. */
class NotificationMapperTest extends NotifyServiceTest {
  private static final Instant DUE_AT = Instant.parse("2100-01-31T12:00:00.999Z");
  private static final Instant NOW = DUE_AT.plusMillis(1);
  private static final Instant LEASE_END = NOW.plusSeconds(10);

  private PaymentSucceeded payment;
  private String paymentNo;

  @ParameterizedTest
  @EnumSource
  void everyGuardedUpdateMovesWhatMayMoveThatWay(NotificationStatus from) {
    for (Move move : Move.values()) {
      given(from, move.askFirst());

      int moved = move.apply(mapper, payment);

      String what = "%s of %s".formatted(move, from);
      NotificationStatus now = notificationOf(payment).status();
      if (move.from.contains(from)) {
        assertThat(moved).as(what).isEqualTo(1);
        assertThat(now).as(what).isEqualTo(move.to);
        assertThat(from.canMoveTo(move.to)).as(what).isTrue();
      } else {
        assertThat(moved).as(what).isZero();
        assertThat(now).as(what).isEqualTo(from);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyAllowedMoveHasItsGuardedUpdate(NotificationStatus from) {
    for (NotificationStatus to : NotificationStatus.values()) {
      boolean hasUpdate = false;
      for (Move move : Move.values()) {
        hasUpdate |= move.from.contains(from) && move.to == to;
      }
      assertThat(hasUpdate).as("%s to %s", from, to).isEqualTo(from.canMoveTo(to));
    }
  }

  @Test
  void whatIsNotDueYetCannotBeClaimed() {
    given(NotificationStatus.PENDING);
    assertThat(mapper.claim(paymentNo, DUE_AT.minusMillis(1), LEASE_END)).isZero();
    given(NotificationStatus.SENDING);
    assertThat(mapper.claimAbandoned(paymentNo, DUE_AT.minusMillis(1), LEASE_END)).isZero();
  }

  @Test
  void whoeverLostItsClaimCanNeitherGiveItBackNorSendAgain() {
    given(NotificationStatus.SENDING);
    mapper.claimAbandoned(paymentNo, NOW, LEASE_END);

    assertThat(mapper.renewToSend(paymentNo, DUE_AT, NOW, LEASE_END)).isZero();
    assertThat(mapper.giveBack(paymentNo, DUE_AT, NotificationStatus.PENDING, NOW, NOW)).isZero();
    assertThat(mapper.giveBack(paymentNo, LEASE_END, NotificationStatus.PENDING, NOW, NOW))
        .isEqualTo(1);
  }

  @Test
  void countsSendsAndNoQueries() {
    given(NotificationStatus.PENDING);
    mapper.claim(paymentNo, NOW, LEASE_END);
    assertThat(notificationOf(payment).attempts()).isEqualTo(1);

    mapper.claimAbandoned(paymentNo, LEASE_END, LEASE_END.plusSeconds(10));
    assertThat(notificationOf(payment).attempts()).isEqualTo(1);

    mapper.renewToSend(paymentNo, LEASE_END.plusSeconds(10), NOW, LEASE_END);
    assertThat(notificationOf(payment).attempts()).isEqualTo(2);
  }

  @Test
  void whoeverAsksFirstNotesThePhoneThatTheUserHasNow() {
    Phone phone = anyPhone();
    given(NotificationStatus.SENDING, true);
    notifications.reach(payment.userId(), phone);

    mapper.claimAbandoned(paymentNo, NOW, LEASE_END);

    assertThat(phoneOf(payment)).isEqualTo(phone);
  }

  @Test
  void whoeverAsksAboutASentOneKeepsThePhoneThatItWasSentTo() {
    Phone phone = anyPhone();
    given(NotificationStatus.PENDING);
    notifications.reach(payment.userId(), phone);
    mapper.claim(paymentNo, NOW, LEASE_END);
    notifications.reach(payment.userId(), anyPhone());

    mapper.claimAbandoned(paymentNo, LEASE_END, LEASE_END.plusSeconds(10));

    assertThat(phoneOf(payment)).isEqualTo(phone);
  }

  @Test
  void aClaimNotesThePhoneThatTheUserHasNow() {
    Phone phone = anyPhone();
    given(NotificationStatus.PENDING);
    notifications.reach(payment.userId(), phone);

    mapper.claim(paymentNo, NOW, LEASE_END);

    assertThat(phoneOf(payment)).isEqualTo(phone);
  }

  private void given(NotificationStatus status) {
    given(status, false);
  }

  private void given(NotificationStatus status, boolean askFirst) {
    payment = paymentBy(anyUserId());
    paymentNo = payment.paymentNo();
    mapper.insert(List.of(new Due(Notification.of(payment, status, DUE_AT), DUE_AT)), askFirst);
  }

  /** The guarded updates. */
  private enum Move {
    RELEASE(NotificationStatus.WAITING, NotificationStatus.PENDING) {
      @Override
      int apply(NotificationMapper mapper, PaymentSucceeded payment) {
        return mapper.release(payment.userId(), NOW);
      }
    },
    RELEASE_TO_ASK(NotificationStatus.WAITING, NotificationStatus.SENDING) {
      @Override
      boolean askFirst() {
        return true;
      }

      @Override
      int apply(NotificationMapper mapper, PaymentSucceeded payment) {
        return mapper.release(payment.userId(), NOW);
      }
    },
    CLAIM(NotificationStatus.PENDING, NotificationStatus.SENDING) {
      @Override
      int apply(NotificationMapper mapper, PaymentSucceeded payment) {
        return mapper.claim(payment.paymentNo(), NOW, LEASE_END);
      }
    },
    CLAIM_ABANDONED(NotificationStatus.SENDING, NotificationStatus.SENDING) {
      @Override
      int apply(NotificationMapper mapper, PaymentSucceeded payment) {
        return mapper.claimAbandoned(payment.paymentNo(), NOW, LEASE_END);
      }
    },
    RENEW_TO_SEND(NotificationStatus.SENDING, NotificationStatus.SENDING) {
      @Override
      int apply(NotificationMapper mapper, PaymentSucceeded payment) {
        return mapper.renewToSend(payment.paymentNo(), DUE_AT, NOW, LEASE_END);
      }
    },
    MARK_SENT(
        Set.of(NotificationStatus.SENDING, NotificationStatus.PENDING, NotificationStatus.FAILED),
        NotificationStatus.SENT) {
      @Override
      int apply(NotificationMapper mapper, PaymentSucceeded payment) {
        return mapper.markSent(List.of(payment.paymentNo()), NOW);
      }
    },
    GIVE_BACK(NotificationStatus.SENDING, NotificationStatus.PENDING) {
      @Override
      int apply(NotificationMapper mapper, PaymentSucceeded payment) {
        return mapper.giveBack(payment.paymentNo(), DUE_AT, to, DUE_AT, NOW);
      }
    },
    GIVE_UP(NotificationStatus.SENDING, NotificationStatus.FAILED) {
      @Override
      int apply(NotificationMapper mapper, PaymentSucceeded payment) {
        return mapper.giveBack(payment.paymentNo(), DUE_AT, to, DUE_AT, NOW);
      }
    };

    final Set<NotificationStatus> from;
    final NotificationStatus to;

    Move(NotificationStatus from, NotificationStatus to) {
      this(Set.of(from), to);
    }

    Move(Set<NotificationStatus> from, NotificationStatus to) {
      this.from = from;
      this.to = to;
    }

    boolean askFirst() {
      return false;
    }

    abstract int apply(NotificationMapper mapper, PaymentSucceeded payment);
  }
}
