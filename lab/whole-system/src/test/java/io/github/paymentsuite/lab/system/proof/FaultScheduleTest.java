package io.github.paymentsuite.lab.system.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FaultScheduleTest {
  private static final Duration OVER = Duration.ofSeconds(200);

  @Test
  void theSameSeedGivesTheSameScheduleAndTheSamePayments() {
    assertThat(FaultSchedule.of(7, 50, OVER)).isEqualTo(FaultSchedule.of(7, 50, OVER));
    assertThat(workload(7)).isEqualTo(workload(7));
  }

  @Test
  void anotherSeedGivesOthers() {
    assertThat(FaultSchedule.of(7, 50, OVER).faults())
        .isNotEqualTo(FaultSchedule.of(8, 50, OVER).faults());
    assertThat(workload(7).payments()).isNotEqualTo(workload(8).payments());
  }

  @Test
  void everyKindOfFaultAndEveryPartIsInAScheduleOfFifty() {
    List<Fault> faults = FaultSchedule.of(3, 50, OVER).faults();

    assertThat(faults).hasSize(50);
    assertThat(faults).extracting(Fault::kind).contains(Fault.Kind.values());
    assertThat(faults)
        .extracting(Fault::victim)
        .contains(
            "payment-service",
            "payment-service-2",
            "notify-service-2",
            "broker",
            "name server",
            "database",
            "provider-simulator",
            "order-service to database",
            "points-service to broker");
  }

  @Test
  void nobodyIsHitWhileBeingHit() {
    List<Fault> faults = FaultSchedule.of(5, 500, OVER).faults();

    for (int i = 0; i < faults.size(); i++) {
      Fault fault = faults.get(i);
      Stream<Fault> meanwhile =
          faults.stream()
              .skip(i + 1L)
              .filter(other -> other.kind() != Fault.Kind.REPEAT)
              .filter(other -> other.victim().equals(fault.victim()))
              .filter(other -> other.at().compareTo(fault.end()) < 0);
      if (fault.kind() != Fault.Kind.REPEAT) {
        assertThat(meanwhile).as(fault.toString()).isEmpty();
      }
    }
  }

  @Test
  void aWorkloadHasPayersAndPaymentsOfEveryKind() {
    Workload workload = workload(1);

    assertThat(workload.payments()).hasSize(1000);
    assertThat(workload.payments()).extracting(Workload.Planned::orderId).doesNotHaveDuplicates();
    assertThat(workload.payments())
        .extracting(Workload.Planned::authCode)
        .contains(null, "sim-decline", "sim-charged-late", "sim-paid-other-amount");
    assertThat(workload.payments())
        .extracting(Workload.Planned::creation)
        .contains(Workload.Creation.values());
    assertThat(workload.payers()).anyMatch(payer -> payer.phone() == null);
    assertThat(workload.payers()).anyMatch(payer -> payer.phoneAt() != null);
  }

  private static Workload workload(long seed) {
    return Workload.of(seed, 1000, OVER, Workload.Mix.OF_EVERYTHING);
  }
}
