package io.github.paymentsuite.lab.simulator;

import static io.github.paymentsuite.lab.simulator.RunningSimulator.newAttemptNo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.paymentsuite.lab.simulator.RunningSimulator.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class RestartTest {

  @TempDir private Path directory;
  private final SettableClock clock = new SettableClock();

  @Test
  void remembersEverythingThroughARestartAndATornLine() throws IOException {
    String paid = newAttemptNo();
    String reversed = newAttemptNo();
    String refunded = newAttemptNo();
    String pending = newAttemptNo();
    String refusing = newAttemptNo();
    Map<String, Object> pendingRequest;
    Answer refund;
    List<Map<String, Object>> charges;
    List<Map<String, Object>> messages;
    try (RunningSimulator before = RunningSimulator.start(directory, clock)) {
      before.charge(paid, "paying");
      before.charge(reversed, "paying");
      before.reverse(reversed);
      before.charge(refunded, "sim-paid-other-amount");
      refund = before.refund("R1", refunded, "99.01");
      pendingRequest = before.chargeRequest(pending, "sim-pending-then-paid");
      before.post("/charges", pendingRequest);
      before.charge(refusing, "sim-reverse-refused");
      before.reverse(refusing);
      before.send("N1", "13800138000");
      charges = before.list("/ledger/charges");
      messages = before.list("/ledger/sms");
    }
    tearOff("charges.jsonl", "{\"event\":\"REVERSED\",\"attemptNo\":\"" + paid);
    tearOff("sms.jsonl", "{\"outId\":\"N2\"");

    // Other delays must not change what was accepted under the old ones.
    try (RunningSimulator after =
        RunningSimulator.start(directory, clock, "simulator.pending-settles-after=1h")) {
      assertThat(charges).hasSize(5);
      assertThat(after.list("/ledger/charges")).isEqualTo(charges);
      assertThat(after.list("/ledger/sms")).hasSize(1).isEqualTo(messages);
      assertThat(after.get("/refunds/R1")).isEqualTo(refund);

      clock.advance(RunningSimulator.PENDING);
      assertThat(after.query(pending).get("status")).isEqualTo("PAID");
      assertThat(after.query(refusing).get("status")).isEqualTo("PAID");
      assertThat(after.post("/charges", pendingRequest).get("status")).isEqualTo("PAID");
      assertThat(after.list("/ledger/charges")).hasSize(5);
      assertThat(after.reverse(paid).get("result")).isEqualTo("REFUNDED");
    }
    assertThat(Files.readAllLines(directory.resolve("charges.jsonl")))
        .hasSize(9)
        .allSatisfy(line -> assertThat(line).startsWith("{").endsWith("}"));
  }

  @Test
  void saysInASentenceWhyItDoesNotStartOnADamagedLedger(CapturedOutput output) throws IOException {
    Files.writeString(directory.resolve("charges.jsonl"), "{\"event\":\"ACCEPTED\"}\n");

    assertThatThrownBy(() -> RunningSimulator.start(directory, clock).close())
        .hasRootCauseInstanceOf(UnusableLedger.class);
    assertThat(output)
        .contains("charges.jsonl is damaged at line 1", "choose another simulator.directory")
        .doesNotContain("\tat ");
  }

  @Test
  void holdsBackAnswersToChargesWhereConfigured() {
    Duration delay = Duration.ofMillis(300);
    try (RunningSimulator slow =
        RunningSimulator.start(directory, clock, "simulator.answer-delay=300ms")) {
      long started = System.nanoTime();
      Answer answer = slow.charge(newAttemptNo(), "paying");

      assertThat(answer.get("status")).isEqualTo("PAID");
      assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThanOrEqualTo(delay);
    }
  }

  private void tearOff(String file, String half) throws IOException {
    Files.writeString(directory.resolve(file), half, StandardOpenOption.APPEND);
  }
}
