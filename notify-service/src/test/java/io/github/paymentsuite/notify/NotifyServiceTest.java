package io.github.paymentsuite.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.paymentsuite.events.PaymentSucceeded;
import io.github.paymentsuite.lab.infrastructure.AccessTokenIssuer;
import io.github.paymentsuite.lab.infrastructure.LocalInfrastructure;
import io.github.paymentsuite.notify.sms.Phone;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * The whole service on a real database and a real broker, with a provider that does what a test
 * tells it to; all tests share one of each. The service polls by itself all the time.
 */
@ExtendWith(OutputCaptureExtension.class)
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "server.address=127.0.0.1",
      "management.server.port=0",
      "sms.lease=3s",
      "sms.retry-delay=200ms",
      "sms.poll-interval=200ms",
      "sms.max-attempts=" + NotifyServiceTest.MAX_ATTEMPTS,
      "sms.senders=" + NotifyServiceTest.SENDERS,
      "sms.count-interval=200ms",
      "sms.provider.timeout=1s"
    })
abstract class NotifyServiceTest {
  static final int MAX_ATTEMPTS = 3;
  static final int SENDERS = 8;
  static final Duration PROVIDER_TIMEOUT = Duration.ofSeconds(1);
  static final ScriptedSmsProvider PROVIDER = ScriptedSmsProvider.start();

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Autowired Notifications notifications;
  @Autowired NotificationMapper mapper;
  @Autowired PhoneCipher cipher;
  @Autowired SmsDelivery delivery;
  @Autowired SmsSenders senders;
  @Autowired PaymentSucceededRules rules;
  @Autowired JdbcTemplate database;

  @DynamicPropertySource
  static void edges(DynamicPropertyRegistry properties) {
    LocalInfrastructure.shared()
        .environmentOf("notify-service")
        .forEach((name, value) -> properties.add(name, () -> value));
    AccessTokenIssuer.shared()
        .environment()
        .forEach((name, value) -> properties.add(name, () -> value));
    properties.add("PHONE_KEYS", () -> TestData.PHONE_KEYS);
    properties.add("SMS_PROVIDER_URL", PROVIDER::address);
    properties.add("sms.provider.longest-acceptance", () -> ScriptedSmsProvider.LONGEST_ACCEPTANCE);
  }

  @AfterEach
  void noPhoneIsInTheLog(CapturedOutput output) {
    String log = output.getAll();
    assertThat(TestData.phones()).noneMatch(log::contains);
  }

  /** As the broker does: again, as long as it is not handled. */
  void deliver(PaymentSucceeded payment) {
    try {
      notifications
          .prepareAll(List.of(payment), 1)
          .forEach(claimed -> delivery.sendClaimed(claimed.notification(), claimed.dueAt()));
    } catch (DuplicateKeyException prepared) {
      delivery.deliver(payment.paymentNo());
    } catch (TransientDataAccessException lockedForTooLong) {
      deliver(payment);
    }
  }

  void awaitStatus(PaymentSucceeded payment, NotificationStatus expected) {
    await(payment.paymentNo() + " " + expected)
        .atMost(PATIENCE)
        .until(() -> notificationOf(payment).status() == expected);
  }

  Notification notificationOf(PaymentSucceeded payment) {
    return mapper.find(payment.paymentNo()).orElseThrow();
  }

  Phone phoneOf(PaymentSucceeded payment) {
    return notifications.phoneOf(notificationOf(payment)).orElseThrow();
  }

  /** As if its claim had been held for as long as claims hold. */
  void endLease(PaymentSucceeded payment) {
    database.update(
        "UPDATE notification SET due_at = ? WHERE payment_no = ? AND status = 'SENDING'",
        Instant.now(),
        payment.paymentNo());
  }
}
