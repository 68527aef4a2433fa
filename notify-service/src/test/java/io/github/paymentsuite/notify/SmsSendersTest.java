package io.github.paymentsuite.notify;

import static io.github.paymentsuite.notify.TestData.anyPhone;
import static io.github.paymentsuite.notify.TestData.anyUserId;
import static io.github.paymentsuite.notify.TestData.paymentBy;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.paymentsuite.events.PaymentSucceeded;
import io.github.paymentsuite.lab.infrastructure.AccessTokenIssuer;
import io.github.paymentsuite.notify.ScriptedSmsProvider.Script;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.test.web.servlet.client.RestTestClient;

/** However slow the provider is, it holds up nobody but the senders. */
class SmsSendersTest extends NotifyServiceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @LocalManagementPort private int managementPort;

  @Test
  void whoeverConsumesDoesNotWaitForTheProvider() {
    List<PaymentSucceeded> payments =
        Stream.generate(this::paymentByAReachableUser).limit(3 * SENDERS).toList();
    payments.forEach(payment -> PROVIDER.plan(payment.paymentNo(), Script.LOST, Script.ACCEPTED));

    long start = System.nanoTime();
    payments.forEach(rules::apply);
    Duration taken = Duration.ofNanos(System.nanoTime() - start);

    // One after the other they would take the provider's time-out each.
    assertThat(taken).isLessThan(PROVIDER_TIMEOUT.multipliedBy(payments.size() / 2));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(senderThreads()).isLessThanOrEqualTo(SENDERS);
              assertThat(payments)
                  .allSatisfy(
                      payment ->
                          assertThat(notificationOf(payment).status())
                              .isEqualTo(NotificationStatus.SENT));
            });
    assertThat(payments)
        .allSatisfy(payment -> assertThat(PROVIDER.accepted(payment.paymentNo())).hasSize(1));
  }

  @Test
  void operatorsSeeWhatIsNotSent() {
    PaymentSucceeded refused = paymentByAReachableUser();
    PROVIDER.plan(refused.paymentNo(), Script.REFUSED);
    rules.apply(refused);
    rules.apply(paymentBy(anyUserId()));
    awaitStatus(refused, NotificationStatus.FAILED);

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(measurements())
                    .containsPattern("(?m)^notifications\\{status=\"FAILED\"} [1-9]")
                    .containsPattern("(?m)^notifications\\{status=\"WAITING\"} [1-9]")
                    .containsPattern("(?m)^notifications\\{status=\"PENDING\"} ")
                    .containsPattern("(?m)^notifications_oldest_due_seconds ")
                    .containsPattern(
                        "(?m)^sms_calls_total\\{call=\"send\",outcome=\"Refused\"} [1-9]"));
  }

  private static long senderThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("sms-sender-"))
        .count();
  }

  private String measurements() {
    return new String(
        RestTestClient.bindToServer(new JdkClientHttpRequestFactory())
            .defaultHeader("Authorization", AccessTokenIssuer.shared().everything())
            .baseUrl("http://127.0.0.1:" + managementPort)
            .build()
            .get()
            .uri("/actuator/prometheus")
            .exchange()
            .expectBody()
            .returnResult()
            .getResponseBodyContent(),
        UTF_8);
  }

  private PaymentSucceeded paymentByAReachableUser() {
    long userId = anyUserId();
    notifications.reach(userId, anyPhone());
    return paymentBy(userId);
  }
}
