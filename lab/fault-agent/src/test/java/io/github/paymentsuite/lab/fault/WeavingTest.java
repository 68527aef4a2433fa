package io.github.paymentsuite.lab.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WeavingTest {
  private static final Joint ADD = joint("add");
  private static final Joint COUNT = joint("count");
  private static final Joint FAILING = joint("failing");

  @BeforeAll
  static void weave() {
    FaultAgent.weave(List.of(ADD, COUNT, FAILING), ByteBuddyAgent.install());
  }

  @AfterEach
  void heal() {
    Faults.clear();
  }

  @Test
  void aMethodWithoutFaultsDoesWhatItDid() {
    assertThat(new Sample().add(2, 3)).isEqualTo(5);
  }

  @Test
  void aFaultSeesTheCallAndItsOutcome() {
    StringBuilder seen = new StringBuilder();
    Faults.put(
        ADD,
        new Fault() {
          @Override
          public void before(Call call) {
            seen.append(call.argument(0)).append('+').append(call.argument(1));
          }

          @Override
          public void after(Call call) {
            seen.append('=').append(call.result());
          }
        });

    new Sample().add(2, 3);

    assertThat(seen).hasToString("2+3=5");
  }

  @Test
  void aFaultChangesWhatGoesInAndWhatComesOut() {
    Faults.put(
        ADD,
        new Fault() {
          @Override
          public void before(Call call) {
            call.replaceArgument(0, 10);
          }

          @Override
          public void after(Call call) {
            call.answer((int) call.result() * 2);
          }
        });

    assertThat(new Sample().add(2, 3)).isEqualTo(26);
  }

  @Test
  void aFaultKeepsAMethodFromRunning() {
    Faults.put(ADD, skippingWith(7));
    Faults.put(COUNT, skippingWith(null));
    Sample sample = new Sample();

    assertThat(sample.add(2, 3)).isEqualTo(7);
    sample.count();
    assertThat(sample.calls).isZero();
  }

  @Test
  void aFailureReachesTheCallerUnlessAFaultSwallowsIt() {
    assertThatThrownBy(() -> new Sample().failing("as before"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("as before");
    Faults.put(
        FAILING,
        new Fault() {
          @Override
          public void after(Call call) {
            call.answer(call.thrown().getMessage());
          }
        });

    assertThat(new Sample().failing("swallowed")).isEqualTo("swallowed");
  }

  @Test
  void whatIsDoneAgainIsDoneWithoutTheFault() {
    Faults.put(
        ADD,
        new Fault() {
          @Override
          public void after(Call call) throws Exception {
            call.answer((int) call.again() + 100);
          }
        });
    Sample sample = new Sample();

    assertThat(sample.add(2, 3)).isEqualTo(105);
    assertThat(sample.calls).isEqualTo(2);
  }

  private static Fault skippingWith(Object instead) {
    return new Fault() {
      @Override
      public void before(Call call) {
        call.skip(instead);
      }
    };
  }

  private static Joint joint(String method) {
    return Joint.of("lab.fault.Sample." + method);
  }
}
