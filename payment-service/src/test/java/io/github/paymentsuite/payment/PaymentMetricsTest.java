package io.github.paymentsuite.payment;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What whoever watches sees of payments that are stuck. */
class PaymentMetricsTest extends PaymentServiceTest {
  /** Longer than anything that another test leaves open. */
  private static final Duration LONG = Duration.ofDays(9000);

  @Autowired private MeterRegistry meters;
  @Autowired private PaymentAttemptMapper attempts;

  @Test
  void showsTheAgeOfTheOldestAttemptWhoseOutcomeIsOpen() {
    PaymentAttempt attempt =
        PaymentAttempt.start(
            request(anyOrderId()), Instant.now().minus(LONG), Duration.ofMinutes(1));
    attempts.insert(List.of(attempt), NEVER_DUE);

    assertThat(measured("payment.attempts.open")).isPositive();
    assertThat(measured("payment.attempts.open.oldest.age"))
        .isGreaterThanOrEqualTo(LONG.toSeconds());

    attempts.decline(attempt.attemptNo(), AttemptState.CHARGING, "NO", "no", Instant.now());
    assertThat(measured("payment.attempts.open.oldest.age")).isLessThan(LONG.toSeconds());
  }

  @Test
  void showsTheAgeOfTheOldestPaymentThatSomebodyMayLack() {
    String orderId = anyOrderId();
    assertThat(pay(body(orderId)).getStatus().value()).isEqualTo(200);
    setRecord(orderId, "created_at = ?, next_sweep_at = '2099-01-01'", Instant.now().minus(LONG));

    assertThat(measured("payment.unfulfilled")).isPositive();
    assertThat(measured("payment.unfulfilled.oldest.age")).isGreaterThanOrEqualTo(LONG.toSeconds());

    setRecord(orderId, "fulfilled_at = ?, next_sweep_at = NULL", Instant.now());
    assertThat(measured("payment.unfulfilled.oldest.age")).isLessThan(LONG.toSeconds());
  }

  private double measured(String name) {
    return meters.get(name).gauge().value();
  }

  private void setRecord(String orderId, String values, Instant at) {
    database
        .sql("UPDATE payment_record SET " + values + " WHERE order_id = ?")
        .params(at, orderId)
        .update();
  }
}
