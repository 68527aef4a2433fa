package io.github.paymentsuite.notify;

import static io.github.paymentsuite.notify.TestData.anyPhone;
import static io.github.paymentsuite.notify.TestData.anyUserId;
import static io.github.paymentsuite.notify.TestData.paymentBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.paymentsuite.events.PaymentSucceeded;
import io.github.paymentsuite.lab.infrastructure.AtOnce;
import io.github.paymentsuite.notify.sms.Phone;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.dao.TransientDataAccessException;

class SmsDeliveryRaceTest extends NotifyServiceTest {
  @Test
  void aPhoneAndAPaymentThatArriveAtOnceNeverMissEachOther() {
    List<PaymentSucceeded> payments = new ArrayList<>();
    for (int round = 0; round < 50; round++) {
      long userId = anyUserId();
      Phone phone = anyPhone();
      PaymentSucceeded payment = paymentBy(userId);
      payments.add(payment);

      AtOnce.run(() -> deliver(payment), () -> reach(userId, phone));

      assertThat(notificationOf(payment).status()).isNotEqualTo(NotificationStatus.WAITING);
    }
    payments.forEach(this::assertOneSms);
  }

  @Test
  void norDoAPhoneAndSeveralPaymentsThatAreHandledTogether() {
    for (int round = 0; round < 50; round++) {
      long userId = anyUserId();
      Phone phone = anyPhone();
      List<PaymentSucceeded> payments =
          List.of(paymentBy(userId), paymentByAReachableUser(), paymentBy(userId));

      AtOnce.run(() -> rules.applyAll(payments), () -> reach(userId, phone));

      payments.forEach(this::assertOneSms);
    }
  }

  @Test
  void onePaymentDeliveredManyTimesAtOnceIsOneSms() {
    for (int round = 0; round < 20; round++) {
      PaymentSucceeded payment = paymentByAReachableUser();

      AtOnce.run(8, () -> deliver(payment));

      assertOneSms(payment);
    }
  }

  @Test
  void manyInstancesThatPollAtOnceSendEachNotificationOnce() {
    List<PaymentSucceeded> payments =
        Stream.generate(this::paymentByAReachableUser).limit(30).toList();
    notifications.prepareAll(payments, 0);

    AtOnce.run(4, this::poll);

    payments.forEach(this::assertOneSms);
  }

  private void poll() {
    try {
      senders.sendDue();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  private void assertOneSms(PaymentSucceeded payment) {
    awaitStatus(payment, NotificationStatus.SENT);
    assertThat(PROVIDER.accepted(payment.paymentNo())).hasSize(1);
  }

  private PaymentSucceeded paymentByAReachableUser() {
    long userId = anyUserId();
    notifications.reach(userId, anyPhone());
    return paymentBy(userId);
  }

  private void reach(long userId, Phone phone) {
    try {
      notifications.reach(userId, phone);
    } catch (TransientDataAccessException lockedForTooLong) {
      reach(userId, phone);
    }
  }
}
