package io.github.paymentsuite.lab.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.paymentsuite.lab.simulator.RunningSimulator.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class SmsProviderHttpTest {

  private static final String PHONE = "13800138000";
  private static final String REFUSED = "13800130001";
  private static final String ACCEPTED_IN_SILENCE = "13800130002";
  private static final String LOST = "13800130003";
  private static final String ACCEPTED_WITH_ERROR = "13800130004";

  @TempDir private static Path directory;
  private static RunningSimulator simulator;

  @BeforeAll
  static void start() {
    simulator = RunningSimulator.start(directory, new SettableClock());
  }

  @AfterAll
  static void stop() {
    simulator.close();
  }

  @Test
  void acceptsAtOnce() {
    Answer answer = simulator.send("N1", PHONE);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body())
        .containsAllEntriesOf(
            Map.of("outId", "N1", "status", "ACCEPTED", "providerTime", "2026-01-31T12:00:00.000Z"))
        .containsOnlyKeys("outId", "status", "messageId", "providerTime");
    assertThat(simulator.get("/sms/N1")).isEqualTo(answer);
    assertThat(simulator.messagesOf("N1"))
        .containsExactly(
            Map.of("outId", "N1", "orderId", "ORDER_N1", "phone", PHONE, "status", "ACCEPTED"));
    assertThat(simulator.list("/ledger/sms")).containsAll(simulator.messagesOf("N1"));
  }

  @Test
  void refusesANumber() {
    Answer answer = simulator.send("N2", REFUSED);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body())
        .containsEntry("status", "REFUSED")
        .containsEntry("code", "INVALID_NUMBER")
        .containsOnlyKeys("outId", "status", "code", "message", "providerTime");
    assertAbsent("N2");
  }

  @Test
  void acceptsAndNeverAnswers() {
    assertUnanswered(() -> simulator.send("N3", ACCEPTED_IN_SILENCE));

    assertThat(simulator.get("/sms/N3").get("status")).isEqualTo("ACCEPTED");
    assertThat(simulator.messagesOf("N3")).hasSize(1);
  }

  @Test
  void losesAMessageAndNeverAnswers() {
    assertUnanswered(() -> simulator.send("N4", LOST));

    assertAbsent("N4");
  }

  @Test
  void failsAfterAccepting() {
    assertThat(simulator.send("N5", ACCEPTED_WITH_ERROR).status()).isEqualTo(500);

    assertThat(simulator.get("/sms/N5").get("status")).isEqualTo("ACCEPTED");
    assertThat(simulator.messagesOf("N5")).hasSize(1);
  }

  @Test
  void sendsARepeatedMessageTwice() {
    Answer first = simulator.send("N6", PHONE);
    Answer second = simulator.send("N6", PHONE);

    assertThat(second.get("messageId")).isNotEqualTo(first.get("messageId"));
    assertThat(simulator.messagesOf("N6")).hasSize(2);
    assertThat(simulator.get("/sms/N6").get("messageId")).isEqualTo(first.get("messageId"));
  }

  @Test
  void recognizesARepeatedMessageWhereConfigured(@TempDir Path another) {
    try (RunningSimulator deduplicating =
        RunningSimulator.start(another, new SettableClock(), "simulator.sms-deduplicates=true")) {
      Answer first = deduplicating.send("N7", PHONE);

      assertThat(deduplicating.send("N7", PHONE)).isEqualTo(first);
      assertThat(deduplicating.messagesOf("N7")).hasSize(1);

      deduplicating.send("N8", ACCEPTED_WITH_ERROR);
      assertThat(deduplicating.send("N8", ACCEPTED_WITH_ERROR).get("status")).isEqualTo("ACCEPTED");
      assertThat(deduplicating.messagesOf("N8")).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"outId, no spaces", "orderId,", "phone, +49 170 1234567", "phone,", "text, ' '"})
  void refusesAMessageItCannotRead(String field, String value) {
    Map<String, Object> request =
        new HashMap<>(Map.of("outId", "N9", "orderId", "ORDER_N9", "phone", PHONE, "text", "Paid"));
    request.put(field, value);

    Answer answer = simulator.post("/sms", request);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.get("code")).isEqualTo("INVALID_REQUEST");
    assertAbsent("N9");
  }

  @Test
  void keepsPhoneNumbersAndPayerCodesOutOfItsLog(CapturedOutput log) {
    simulator.send("N10", PHONE);
    simulator.send("N11", REFUSED);
    simulator.send("N12", ACCEPTED_WITH_ERROR);
    simulator.send("N13", PHONE + "x");
    simulator.post("/sms", "{\"outId\":\"N14\",\"phone\":[" + PHONE + "]}");
    simulator.charge("LOGGED", "284123456789012345");

    assertThat(log).contains("SMS N10", "SMS N11", "SMS N12", "Charge LOGGED");
    assertThat(log).doesNotContain("1380013", "284123456789012345");
  }

  private static void assertAbsent(String outId) {
    assertThat(simulator.get("/sms/" + outId).status()).isEqualTo(404);
    assertThat(simulator.get("/sms/" + outId).get("code")).isEqualTo("NOT_FOUND");
    assertThat(simulator.messagesOf(outId)).isEmpty();
  }

  /** The connection ends without a byte of an answer. */
  private static void assertUnanswered(ThrowingCallable call) {
    assertThatThrownBy(call)
        .hasCauseInstanceOf(IOException.class)
        .hasStackTraceContaining("received no bytes");
  }
}
