package io.github.paymentsuite.payment;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/**
 * What is stuck, for whoever watches. Each figure is read from the database when it is asked for;
 * not a number where the database does not answer.
 */
@Component
class PaymentMetrics implements MeterBinder {
  private final PaymentAttemptMapper attempts;
  private final UnfulfilledMapper unfulfilled;
  private final PaymentCaseMapper cases;
  private final Clock clock;

  PaymentMetrics(
      PaymentAttemptMapper attempts,
      UnfulfilledMapper unfulfilled,
      PaymentCaseMapper cases,
      Clock clock) {
    this.attempts = attempts;
    this.unfulfilled = unfulfilled;
    this.cases = cases;
    this.clock = clock;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    waiting(
        registry, "payment.attempts.open", "attempts whose outcome is open", attempts::countOpen);
    waiting(
        registry,
        "payment.unfulfilled",
        "payments that a participant may lack",
        unfulfilled::countUnfulfilled);
    Gauge.builder("payment.cases.open", cases, PaymentCaseMapper::countWaiting)
        .description("cases that wait for a person")
        .register(registry);
  }

  private void waiting(
      MeterRegistry registry, String name, String description, Supplier<Waiting> source) {
    Gauge.builder(name, () -> source.get().count()).description(description).register(registry);
    Gauge.builder(name + ".oldest.age", () -> ageInSeconds(source.get()))
        .description("age of the oldest of the " + description)
        .baseUnit("seconds")
        .register(registry);
  }

  private long ageInSeconds(Waiting waiting) {
    return waiting.oldest() == null
        ? 0
        : Duration.between(waiting.oldest(), clock.instant()).toSeconds();
  }
}
