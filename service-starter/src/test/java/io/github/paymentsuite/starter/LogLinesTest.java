package io.github.paymentsuite.starter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Every line of the log is one that the service wrote itself, on the console and in the file. */
@ExtendWith(OutputCaptureExtension.class)
@SpringBootTest(
    classes = {HttpService.class, LogLinesTest.Careless.class},
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "spring.config.import=classpath:service-defaults.yml",
      "management.endpoint.health.validate-group-membership=false",
      "logging.file.name=" + LogLinesTest.FILE,
      "server.address=127.0.0.1",
      "management.server.port=0"
    })
class LogLinesTest {
  static final String FILE = "target/log-lines.log";

  private static final String FORGED = "2026-01-31T12:00:00.000Z  INFO 1 --- forged";

  @LocalServerPort private int port;

  @BeforeAll
  static void deleteFile() throws IOException {
    Files.deleteIfExists(Path.of(FILE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n",
        "\r",
        "\r\n",
        "\u000b",
        "\f",
        "\u0085",
        "\u2028",
        "\u2029",
        "\u0000",
        "\b\b\b\b",
        "\u007f",
        "\u001b[2K\u001b[1G",
        "\u009b2K",
        "\u202e",
        "\u2066",
        "\ufeff",
        "\ud800"
      })
  void whatIsSentForgesNoLineHoweverItIsLogged(String breaking, CapturedOutput console)
      throws IOException {
    for (String how : List.of("message", "argument", "exception", "cause", "suppressed")) {
      send(how, "x" + breaking + FORGED + how);
    }

    for (String log : List.of(console.getAll(), Files.readString(Path.of(FILE)))) {
      assertThat(log.split("\\R"))
          .filteredOn(line -> line.contains("forged"))
          .hasSizeGreaterThanOrEqualTo(5)
          .noneMatch(line -> line.startsWith("2026-01-31"))
          .allMatch(line -> line.chars().noneMatch(LogLinesTest::breaks));
    }
  }

  @Test
  void aPhoneThatGotThatFarIsMasked(CapturedOutput console) throws IOException {
    for (String how : List.of("message", "argument", "exception", "cause", "suppressed")) {
      send(how, how + " 13812345678.");
    }

    for (String log : List.of(console.getAll(), Files.readString(Path.of(FILE)))) {
      assertThat(log).contains("suppressed 138****5678.").doesNotContain("13812345678");
    }
  }

  @Test
  void stackTracesAndOrdinaryTextStayAsTheyAre(CapturedOutput console) {
    send("cause", "订单 \"ORDER_1\" 😀 1391111111190 a13911111111");

    assertThat(console.getAll())
        .contains("\n\tat " + Careless.class.getName())
        .containsPattern("(?m)^Caused by: .*: 订单 \"ORDER_1\" 😀 1391111111190 a13911111111\\R");
  }

  @ParameterizedTest
  @ValueSource(strings = {"%message%n%xEx", "%msg%n%ex{full}", "[%-9m]%n%rEx", "%m%n%throwable"})
  void patternsOfOnesOwnAreNoWayAround(String pattern) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(pattern);
    encoder.start();

    byte[] line =
        encoder.encode(
            new LoggingEvent(
                "",
                context.getLogger("own"),
                Level.WARN,
                "own\n{}",
                new IllegalStateException("a\nb"),
                new Object[] {FORGED}));

    assertThat(new String(line, UTF_8))
        .contains("own\\n" + FORGED)
        .contains("IllegalStateException: a\\nb");
  }

  private void send(String how, String text) {
    HttpService.client(port)
        .post()
        .uri("/careless/" + how)
        .contentType(MediaType.APPLICATION_JSON)
        .body(JsonMapper.shared().writeValueAsBytes(List.of(text)))
        .exchange()
        .expectStatus()
        .value(status -> assertThat(status).isIn(200, 500));
  }

  private static boolean breaks(int character) {
    return (Character.isISOControl(character) && character != '\t')
        || "\u2028\u2029\u202e\u2066\ufeff\ud800".indexOf(character) >= 0;
  }

  /** Logs whatever it is sent. */
  @RestController
  static class Careless {
    private static final Logger log = LoggerFactory.getLogger(Careless.class);

    @RequiresScope("words:write")
    @PostMapping("/careless/message")
    void message(@RequestBody List<String> words) {
      log.warn(words.get(0));
    }

    @RequiresScope("words:write")
    @PostMapping("/careless/argument")
    void argument(@RequestBody List<String> words) {
      log.warn("sent: {} and {}", words, Stream.of(words.get(0)).toList());
    }

    @RequiresScope("words:write")
    @PostMapping("/careless/exception")
    void exception(@RequestBody List<String> words) {
      throw new IllegalStateException(words.get(0));
    }

    @RequiresScope("words:write")
    @PostMapping("/careless/cause")
    void cause(@RequestBody List<String> words) {
      throw new IllegalStateException("outer", new IllegalArgumentException(words.get(0)));
    }

    @RequiresScope("words:write")
    @PostMapping("/careless/suppressed")
    void suppressed(@RequestBody List<String> words) {
      RuntimeException outer = new IllegalStateException("outer");
      outer.addSuppressed(new IllegalArgumentException(words.get(0)));
      throw outer;
    }
  }
}
