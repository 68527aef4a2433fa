package io.github.paymentsuite.notify;

import static io.github.paymentsuite.notify.TestData.anyPhone;
import static io.github.paymentsuite.notify.TestData.anyUserId;
import static io.github.paymentsuite.notify.TestData.paymentBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.github.paymentsuite.events.PaymentSucceeded;
import io.github.paymentsuite.notify.NotificationMapper.Due;
import io.github.paymentsuite.notify.ScriptedSmsProvider.AcceptedSms;
import io.github.paymentsuite.notify.ScriptedSmsProvider.Call;
import io.github.paymentsuite.notify.ScriptedSmsProvider.Kind;
import io.github.paymentsuite.notify.ScriptedSmsProvider.Script;
import io.github.paymentsuite.notify.sms.Phone;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.dao.DuplicateKeyException;

/** What the provider accepted is what counts: one SMS, whatever its answers were. */
class SmsDeliveryTest extends NotifyServiceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final long userId = anyUserId();
  private final Phone phone = anyPhone();
  private final PaymentSucceeded payment = paymentBy(userId);
  private final String paymentNo = payment.paymentNo();

  @Test
  void tellsThePayerOnceHoweverOftenTheEventArrives() {
    notifications.reach(userId, phone);

    deliver(payment);
    deliver(payment);
    awaitStatus(payment, NotificationStatus.SENT);
    deliver(payment);

    assertThat(PROVIDER.accepted(paymentNo))
        .containsExactly(
            new AcceptedSms(
                paymentNo,
                payment.orderId(),
                phone.number(),
                "您的订单 %s 已支付成功，金额 99.00 元。".formatted(payment.orderId())));
    assertThat(notificationOf(payment).sentAt()).isNotNull();
  }

  @ParameterizedTest
  @EnumSource(names = {"ACCEPTED_IN_SILENCE", "ACCEPTED_WITH_ERROR"})
  void asksInsteadOfSendingAgainWhenTheOutcomeIsUnknown(Script script) {
    notifications.reach(userId, phone);
    PROVIDER.plan(paymentNo, script);

    deliver(payment);
    assertThat(notificationOf(payment).status()).isEqualTo(NotificationStatus.SENDING);
    assertThat(PROVIDER.kindsOfCalls(paymentNo)).containsExactly(Kind.SEND);
    endLease(payment);

    awaitStatus(payment, NotificationStatus.SENT);
    assertOneSmsByOneSend();
  }

  @Test
  void asksOnlyWhenTheProviderCanHaveAcceptedNothingAnyMore() {
    notifications.reach(userId, phone);
    PROVIDER.plan(paymentNo, Script.ACCEPTED_LATE);

    deliver(payment);

    awaitStatus(payment, NotificationStatus.SENT);
    assertOneSmsByOneSend();
  }

  @Test
  void sendsAgainWhenALateQueryFindsNothing() {
    notifications.reach(userId, phone);
    PROVIDER.plan(paymentNo, Script.LOST, Script.ACCEPTED);

    deliver(payment);

    awaitStatus(payment, NotificationStatus.SENT);
    assertThat(PROVIDER.kindsOfCalls(paymentNo)).startsWith(Kind.SEND, Kind.QUERY, Kind.SEND);
    assertThat(PROVIDER.accepted(paymentNo)).hasSize(1);
    List<Call> calls = PROVIDER.calls(paymentNo);
    assertThat(Duration.ofNanos(calls.get(1).nanos() - calls.get(0).nanos()))
        .isGreaterThan(ScriptedSmsProvider.LONGEST_ACCEPTANCE);
  }

  @Test
  void triesARefusedSmsAgain() {
    notifications.reach(userId, phone);
    PROVIDER.plan(paymentNo, Script.REFUSED, Script.REFUSED, Script.ACCEPTED);

    deliver(payment);

    awaitStatus(payment, NotificationStatus.SENT);
    assertThat(PROVIDER.accepted(paymentNo)).hasSize(1);
    assertThat(notificationOf(payment).attempts()).isEqualTo(3);
  }

  @Test
  void givesUpVisiblyWhenTheProviderGoesOnRefusing() {
    notifications.reach(userId, phone);
    PROVIDER.plan(paymentNo, Script.REFUSED);

    deliver(payment);

    awaitStatus(payment, NotificationStatus.FAILED);
    assertThat(PROVIDER.sends(paymentNo)).isEqualTo(MAX_ATTEMPTS);
    assertThat(PROVIDER.accepted(paymentNo)).isEmpty();
    assertThat(notificationOf(payment).sentAt()).isNull();
  }

  @Test
  void givesUpVisiblyWhenTheProviderNeverTakesIt() {
    notifications.reach(userId, phone);
    PROVIDER.plan(paymentNo, Script.LOST);

    deliver(payment);

    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              endLease(payment);
              return notificationOf(payment).status() == NotificationStatus.FAILED;
            });
    assertThat(PROVIDER.sends(paymentNo)).isEqualTo(MAX_ATTEMPTS);
    assertThat(PROVIDER.accepted(paymentNo)).isEmpty();
  }

  @Test
  void outlastsAnOutageOfTheProviderHoweverLong() {
    notifications.reach(userId, phone);
    PROVIDER.beginOutage(paymentNo);
    deliver(payment);

    for (int asked = 1; asked <= 2 * MAX_ATTEMPTS; asked++) {
      int atLeast = asked;
      endLease(payment);
      await().atMost(PATIENCE).until(() -> PROVIDER.queries(paymentNo) >= atLeast);
      assertThat(notificationOf(payment).status()).isEqualTo(NotificationStatus.SENDING);
    }
    PROVIDER.endOutage(paymentNo);
    endLease(payment);

    awaitStatus(payment, NotificationStatus.SENT);
    assertThat(PROVIDER.accepted(paymentNo)).hasSize(1);
  }

  @Test
  void waitsForAPhoneAndSendsWhenItArrives() {
    deliver(payment);
    assertThat(notificationOf(payment).status()).isEqualTo(NotificationStatus.WAITING);
    assertThat(PROVIDER.calls(paymentNo)).isEmpty();

    notifications.reach(userId, phone);

    awaitStatus(payment, NotificationStatus.SENT);
    assertThat(PROVIDER.accepted(paymentNo))
        .singleElement()
        .extracting(AcceptedSms::phone)
        .isEqualTo(phone.number());
  }

  @Test
  void doesTheSameForSeveralPaymentsAtOnce() {
    notifications.reach(userId, phone);
    PaymentSucceeded waiting = paymentBy(anyUserId());
    PaymentSucceeded another = paymentBy(userId);

    rules.applyAll(List.of(payment, waiting, another, payment));

    awaitStatus(payment, NotificationStatus.SENT);
    awaitStatus(another, NotificationStatus.SENT);
    assertThat(notificationOf(waiting).status()).isEqualTo(NotificationStatus.WAITING);
    assertThat(PROVIDER.accepted(paymentNo)).hasSize(1);
    assertThat(PROVIDER.accepted(another.paymentNo())).hasSize(1);
    assertThat(PROVIDER.calls(waiting.paymentNo())).isEmpty();
  }

  @Test
  void whatFindsNoPlaceWithTheSendersIsSentSoon() {
    notifications.reach(userId, phone);
    List<PaymentSucceeded> payments =
        Stream.generate(() -> paymentBy(userId)).limit(5 * SENDERS).toList();

    rules.applyAll(payments);

    for (PaymentSucceeded each : payments) {
      awaitStatus(each, NotificationStatus.SENT);
      assertThat(PROVIDER.accepted(each.paymentNo())).hasSize(1);
      // Claimed anew where its sender got to it late.
      assertThat(notificationOf(each).attempts()).isBetween(1, 2);
      assertThat(phoneOf(each)).isEqualTo(phone);
    }
  }

  @Test
  void whatItsSenderNeverSentIsAskedAboutAndSent() {
    notifications.reach(userId, phone);

    assertThat(notifications.prepareAll(List.of(payment), 1)).hasSize(1);
    assertThat(notificationOf(payment).status()).isEqualTo(NotificationStatus.SENDING);
    endLease(payment);

    awaitStatus(payment, NotificationStatus.SENT);
    assertThat(PROVIDER.kindsOfCalls(paymentNo)).containsExactly(Kind.QUERY, Kind.SEND);
    assertThat(PROVIDER.accepted(paymentNo)).hasSize(1);
  }

  @Test
  void whatItsSenderGetsToLateIsClaimedAnewAndSent() {
    notifications.reach(userId, phone);
    Notification claimed = notifications.prepareAll(List.of(payment), 1).get(0).notification();
    Instant soon =
        Instant.now()
            .plus(ScriptedSmsProvider.LONGEST_ACCEPTANCE)
            .plus(PROVIDER_TIMEOUT)
            .truncatedTo(ChronoUnit.MILLIS);
    database.update("UPDATE notification SET due_at = ? WHERE payment_no = ?", soon, paymentNo);

    delivery.sendClaimed(claimed, soon);

    assertThat(notificationOf(payment).status()).isEqualTo(NotificationStatus.SENT);
    assertThat(PROVIDER.kindsOfCalls(paymentNo)).containsExactly(Kind.SEND);
    assertThat(notificationOf(payment).attempts()).isEqualTo(2);
  }

  @Test
  void whatItsSenderGetsToTooLateIsSomebodyElses() {
    notifications.reach(userId, phone);
    Notification claimed = notifications.prepareAll(List.of(payment), 1).get(0).notification();

    delivery.sendClaimed(claimed, Instant.now());

    assertThat(PROVIDER.calls(paymentNo)).isEmpty();
    assertThat(notificationOf(payment).status()).isEqualTo(NotificationStatus.SENDING);
  }

  @Test
  void ofSeveralPaymentsOneThatHasItsNotificationChangesNothing() {
    deliver(payment);
    PaymentSucceeded another = paymentBy(userId);

    assertThatExceptionOfType(DuplicateKeyException.class)
        .isThrownBy(() -> rules.applyAll(List.of(another, payment)));

    assertThat(mapper.find(another.paymentNo())).isEmpty();
    assertThat(notificationOf(payment).status()).isEqualTo(NotificationStatus.WAITING);
  }

  @Test
  void asksFirstWhenWhoeverClaimedItDiedAfterItWasSent() {
    PROVIDER.hasAccepted(new AcceptedSms(paymentNo, payment.orderId(), phone.number(), "sent"));
    claimAndDie();

    awaitStatus(payment, NotificationStatus.SENT);
    assertThat(PROVIDER.sends(paymentNo)).isZero();
    assertThat(PROVIDER.accepted(paymentNo)).hasSize(1);
  }

  @Test
  void asksFirstWhenWhoeverClaimedItDiedBeforeItWasSent() {
    claimAndDie();

    awaitStatus(payment, NotificationStatus.SENT);
    assertThat(PROVIDER.kindsOfCalls(paymentNo)).startsWith(Kind.QUERY, Kind.SEND);
    assertThat(PROVIDER.sends(paymentNo)).isEqualTo(1);
    assertThat(PROVIDER.accepted(paymentNo)).hasSize(1);
  }

  @Test
  void aPaymentThatIsPublishedAgainIsAskedAboutBeforeAnythingIsSent() {
    notifications.reach(userId, phone);
    PROVIDER.hasAccepted(new AcceptedSms(paymentNo, payment.orderId(), phone.number(), "sent"));

    rules.applyAgain(payment);

    awaitStatus(payment, NotificationStatus.SENT);
    assertThat(PROVIDER.sends(paymentNo)).isZero();
  }

  @Test
  void asksOnlyWhenWhoeverMayBeSendingItCannotBeAnyMore() {
    notifications.reach(userId, phone);
    long published = System.nanoTime();

    rules.applyAgain(payment);

    awaitStatus(payment, NotificationStatus.SENT);
    assertThat(PROVIDER.kindsOfCalls(paymentNo)).containsExactly(Kind.QUERY, Kind.SEND);
    assertThat(PROVIDER.accepted(paymentNo))
        .singleElement()
        .extracting(AcceptedSms::phone)
        .isEqualTo(phone.number());
    assertThat(Duration.ofNanos(PROVIDER.calls(paymentNo).get(0).nanos() - published))
        .isGreaterThan(PROVIDER_TIMEOUT.plus(ScriptedSmsProvider.LONGEST_ACCEPTANCE));
  }

  @Test
  void asksFirstAlsoWhenThePhoneArrivesLater() {
    PROVIDER.hasAccepted(new AcceptedSms(paymentNo, payment.orderId(), phone.number(), "sent"));
    rules.applyAgain(payment);
    assertThat(notificationOf(payment).status()).isEqualTo(NotificationStatus.WAITING);

    notifications.reach(userId, phone);

    awaitStatus(payment, NotificationStatus.SENT);
    assertThat(PROVIDER.sends(paymentNo)).isZero();
  }

  @Test
  void aPublicationAgainChangesNothingAboutANotificationThatIsThere() {
    notifications.reach(userId, phone);
    PROVIDER.plan(paymentNo, Script.REFUSED);
    deliver(payment);
    awaitStatus(payment, NotificationStatus.FAILED);

    rules.applyAgain(payment);

    assertThat(notificationOf(payment).status()).isEqualTo(NotificationStatus.FAILED);
    assertThat(PROVIDER.sends(paymentNo)).isEqualTo(MAX_ATTEMPTS);
  }

  private void assertOneSmsByOneSend() {
    assertThat(PROVIDER.accepted(paymentNo)).hasSize(1);
    assertThat(PROVIDER.kindsOfCalls(paymentNo)).startsWith(Kind.SEND, Kind.QUERY);
    assertThat(PROVIDER.sends(paymentNo)).isEqualTo(1);
  }

  /** Leaves a claim that has run out; before, it is too early for the service's own poll. */
  private void claimAndDie() {
    notifications.reach(userId, phone);
    Instant tomorrow = Instant.now().plus(Duration.ofDays(1));
    mapper.insert(
        List.of(new Due(Notification.of(payment, NotificationStatus.PENDING, tomorrow), tomorrow)),
        false);
    int claimed = mapper.claim(paymentNo, tomorrow.plusSeconds(1), Instant.now());
    assertThat(claimed).isEqualTo(1);
  }
}
