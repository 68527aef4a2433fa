package io.github.paymentsuite.notify;

import static io.github.paymentsuite.notify.TestData.anyPhone;
import static io.github.paymentsuite.notify.TestData.anyUserId;
import static io.github.paymentsuite.notify.TestData.paymentBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.paymentsuite.events.PaymentSucceeded;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** Where nothing is found by the poll, what arrives together is sent all the same. */
@TestPropertySource(properties = "sms.poll-interval=1h")
class SmsSendersWithoutPollTest extends NotifyServiceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  void whatFoundNoPlaceIsSentOnceThereIsRoom() {
    long userId = anyUserId();
    notifications.reach(userId, anyPhone());
    List<PaymentSucceeded> payments =
        Stream.generate(() -> paymentBy(userId)).limit(20 * SENDERS).toList();

    rules.applyAll(payments);

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(payments)
                    .allSatisfy(
                        payment ->
                            assertThat(notificationOf(payment).status())
                                .isEqualTo(NotificationStatus.SENT)));
    assertThat(payments)
        .allSatisfy(payment -> assertThat(PROVIDER.accepted(payment.paymentNo())).hasSize(1));
  }
}
