package io.github.paymentsuite.lab.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.paymentsuite.lab.simulator.ChargeEvent.Accepted;
import io.github.paymentsuite.lab.simulator.ChargeEvent.Refunded;
import io.github.paymentsuite.lab.simulator.ChargeEvent.ReversalRefused;
import io.github.paymentsuite.lab.simulator.ChargeEvent.Reversed;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ChargeTest {

  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
  private static final Instant FAR_DEADLINE = NOON.plusSeconds(60);
  private static final BigDecimal AMOUNT = new BigDecimal("99.00");
  private static final SimulatorProperties PROPERTIES =
      new SimulatorProperties(
          Path.of("unused"),
          Duration.ofSeconds(4),
          Duration.ofSeconds(3),
          Duration.ofSeconds(60),
          Duration.ZERO,
          false);

  @ParameterizedTest
  @CsvSource({
    "PAYS, 0, PAID",
    "DECLINES, 0, DECLINED",
    "TIMEOUT_CHARGED, 0, PAID",
    "ERROR_CHARGED, 0, PAID",
    "PAID_OTHER_AMOUNT, 0, PAID",
    "CHARGED_LATE, 3999, UNSEEN",
    "CHARGED_LATE, 4000, PAID",
    "PENDING_THEN_PAID, 2999, PENDING",
    "PENDING_THEN_PAID, 3000, PAID",
    "PENDING_THEN_CLOSED, 2999, PENDING",
    "PENDING_THEN_CLOSED, 3000, CLOSED",
    "REVERSE_REFUSED, 60000, PENDING",
    "REVERSE_REFUSED, 60001, DECLINED",
  })
  void followsItsScript(ChargeScript script, long millisLater, ChargeStatus status) {
    assertThat(accepted(script, FAR_DEADLINE).statusAt(NOON.plusMillis(millisLater)))
        .isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    ", PAYS",
    "'', PAYS",
    ":, PAYS",
    "sim-decline, DECLINES",
    "sim-decline:134567, DECLINES",
    "sim-decline134567, PAYS",
    "sim-pending-then-paid:, PENDING_THEN_PAID",
  })
  void isScriptedByTheCodeThatIsShown(String authCode, ChargeScript script) {
    assertThat(ChargeScript.of(authCode)).isEqualTo(script);
  }

  @ParameterizedTest
  @EnumSource(
      value = ChargeScript.class,
      names = {"CHARGED_LATE", "PENDING_THEN_PAID", "PENDING_THEN_CLOSED", "REVERSE_REFUSED"})
  void neverSettlesAfterItsDeadline(ChargeScript script) {
    Instant deadline = NOON.plusSeconds(1);
    Charge charge = accepted(script, deadline);

    assertThat(charge.statusAt(deadline)).isEqualTo(script.beforeSettling());
    assertThat(charge.statusAt(deadline.plusMillis(1))).isEqualTo(ChargeStatus.DECLINED);
    assertThat(charge.statusAt(deadline.plusSeconds(3600))).isEqualTo(ChargeStatus.DECLINED);
    assertThat(charge.declineReason()).isEqualTo(DeclineReason.DEADLINE_PASSED);
  }

  @ParameterizedTest
  @EnumSource(
      value = ChargeScript.class,
      names = {"CHARGED_LATE", "PENDING_THEN_PAID"})
  void settlesJustAtItsDeadline(ChargeScript script) {
    Instant deadline = script.settlesAt(NOON, PROPERTIES);

    assertThat(accepted(script, deadline).statusAt(deadline)).isEqualTo(ChargeStatus.PAID);
  }

  @Test
  void isDeclinedForWantOfMoneyOrOfTime() {
    assertThat(accepted(ChargeScript.DECLINES, FAR_DEADLINE).declineReason())
        .isEqualTo(DeclineReason.INSUFFICIENT_FUNDS);
    assertThat(accepted(ChargeScript.DECLINES, NOON.minusMillis(1)).declineReason())
        .isEqualTo(DeclineReason.DEADLINE_PASSED);
  }

  @Test
  void looksTheSameToAClockThatWasSetBack() {
    assertThat(accepted(ChargeScript.PAYS, FAR_DEADLINE).statusAt(NOON.minusSeconds(3600)))
        .isEqualTo(ChargeStatus.PAID);
  }

  @ParameterizedTest
  @CsvSource({
    "UNSEEN, CLOSED",
    "PENDING, CLOSED",
    "CLOSED, CLOSED",
    "PAID, REFUNDED",
    "REFUNDED, REFUNDED",
    "DECLINED, DECLINED"
  })
  void reversingEndsWhateverIsOpen(ChargeStatus before, ChargeStatus after) {
    assertThat(before.reversed()).isEqualTo(after);
  }

  @Test
  void onceReversedNeverLands() {
    Charge closed =
        new Reversed("A1", NOON, ChargeStatus.CLOSED)
            .appliedTo(accepted(ChargeScript.CHARGED_LATE, FAR_DEADLINE));

    assertThat(closed.statusAt(NOON.plusSeconds(3600))).isEqualTo(ChargeStatus.CLOSED);
  }

  @Test
  void onceRefundedStaysRefunded() {
    Charge refunded =
        new Refunded("A1", NOON, "R1", AMOUNT).appliedTo(accepted(ChargeScript.PAYS, FAR_DEADLINE));

    assertThat(refunded.statusAt(NOON.plusSeconds(3600))).isEqualTo(ChargeStatus.REFUNDED);
  }

  @Test
  void refusesOneReversalAndIsPaidAWhileAfterIt() {
    Charge pending = accepted(ChargeScript.REVERSE_REFUSED, FAR_DEADLINE);
    assertThat(pending.refusesReversal()).isTrue();

    Charge paying =
        new ReversalRefused("A1", NOON.plusSeconds(10), NOON.plusSeconds(13)).appliedTo(pending);
    assertThat(paying.refusesReversal()).isFalse();
    assertThat(paying.statusAt(NOON.plusMillis(12_999))).isEqualTo(ChargeStatus.PENDING);
    assertThat(paying.statusAt(NOON.plusMillis(13_000))).isEqualTo(ChargeStatus.PAID);
  }

  @Test
  void isNeverAcceptedTwice() {
    Charge charge = accepted(ChargeScript.PAYS, FAR_DEADLINE);

    assertThatThrownBy(() -> charge.accepted().appliedTo(charge))
        .isInstanceOf(IllegalStateException.class);
  }

  private static Charge accepted(ChargeScript script, Instant deadline) {
    ChargeOrder order = new ChargeOrder("A1", "ORDER_1", AMOUNT, "CNY", null, deadline, null);
    Instant settlesAt = script.settlesAt(NOON, PROPERTIES);
    return new Accepted(NOON, order, script, settlesAt, AMOUNT, "T1").appliedTo(null);
  }
}
