package io.github.paymentsuite.lab.fault;

import static io.github.paymentsuite.lab.fault.CrashPoint.ORDER_AFTER;
import static io.github.paymentsuite.lab.fault.CrashPoint.ORDER_BEFORE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.paymentsuite.lab.fault.TrapFolder.Action;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrapTest {
  private static final int KILLED = 128 + 9;

  @TempDir Path directory;
  private TrapFolder folder;

  @BeforeEach
  void open() {
    folder = new TrapFolder(directory);
  }

  @Test
  void aTrapSpringsOnceAndLeavesAMark() throws Exception {
    Trap trap = new Trap(folder, ORDER_BEFORE);
    folder.set(ORDER_BEFORE, Action.SKIP);

    assertThat(skipped(trap, "ORDER_1")).isTrue();
    assertThat(skipped(trap, "ORDER_1")).isFalse();
    assertThat(folder.sprung(ORDER_BEFORE, Action.SKIP)).isEqualTo(1);
    assertThat(folder.isSet(ORDER_BEFORE, Action.SKIP)).isFalse();
  }

  @Test
  void everySettingSpringsAndIsCounted() throws Exception {
    Trap trap = new Trap(folder, ORDER_BEFORE);
    for (int i = 0; i < 3; i++) {
      folder.set(ORDER_BEFORE, Action.SKIP);
      assertThat(skipped(trap, "ORDER_1")).isTrue();
    }

    assertThat(folder.sprung(ORDER_BEFORE, Action.SKIP)).isEqualTo(3);
  }

  @Test
  void aTrapForOneOrderLetsOthersPass() throws Exception {
    Trap trap = new Trap(folder, ORDER_BEFORE);
    folder.set(ORDER_BEFORE, Action.SKIP, "ORDER_2");

    assertThat(skipped(trap, "ORDER_1")).isFalse();
    assertThat(skipped(trap, "ORDER_2")).isTrue();
  }

  @Test
  void aPointIsOnOneSideOfItsMethod() throws Exception {
    Trap trap = new Trap(folder, ORDER_AFTER);
    folder.set(ORDER_AFTER, Action.SKIP);
    Call call = call("ORDER_1");

    trap.before(call);
    assertThat(folder.isSet(ORDER_AFTER, Action.SKIP)).isTrue();
    trap.after(call);
    assertThat(folder.isSet(ORDER_AFTER, Action.SKIP)).isFalse();
  }

  @Test
  void aMethodThatThrewHasNotComeToItsEnd() throws Exception {
    Trap trap = new Trap(folder, ORDER_AFTER);
    folder.set(ORDER_AFTER, Action.SKIP);
    Call call = call("ORDER_1");
    call.ended(null, new IllegalStateException());

    trap.after(call);

    assertThat(folder.isSet(ORDER_AFTER, Action.SKIP)).isTrue();
  }

  @Test
  void whoIsHeldGoesOnWhenReleased() throws Exception {
    Trap trap = new Trap(folder, ORDER_BEFORE);
    folder.set(ORDER_BEFORE, Action.HOLD);
    CompletableFuture<Boolean> held =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return skipped(trap, "ORDER_1");
              } catch (Exception failure) {
                throw new IllegalStateException(failure);
              }
            });
    while (folder.sprung(ORDER_BEFORE, Action.HOLD) == 0) {
      Thread.onSpinWait();
    }
    assertThat(held).isNotDone();

    folder.release(ORDER_BEFORE);

    assertThat(held.get(10, TimeUnit.SECONDS)).isFalse();
  }

  @Test
  void aProcessDiesByTheSignalThatNothingCanCatch()
      throws IOException, InterruptedException, ExecutionException {
    folder.set(ORDER_BEFORE, Action.KILL);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Doomed.class.getName(),
                directory.toString())
            .inheritIO()
            .start();

    assertThat(process.onExit().get().exitValue()).isEqualTo(KILLED);
    assertThat(folder.sprung(ORDER_BEFORE, Action.KILL)).isEqualTo(1);
  }

  /** A process that runs into the trap. */
  static final class Doomed {
    private Doomed() {}

    public static void main(String[] arguments) throws Exception {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> Runtime.getRuntime().halt(1)));
      new Trap(new TrapFolder(Path.of(arguments[0])), ORDER_BEFORE).before(call("ORDER_1"));
    }
  }

  private static boolean skipped(Trap trap, String orderId) throws Exception {
    Call call = call(orderId);
    trap.before(call);
    return call.isSkipped();
  }

  private static Call call(String orderId) {
    return new Call(ORDER_BEFORE.joint(), new Object(), new Object[] {"payment of " + orderId});
  }
}
