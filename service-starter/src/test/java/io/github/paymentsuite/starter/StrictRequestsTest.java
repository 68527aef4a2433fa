package io.github.paymentsuite.starter;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.paymentsuite.lab.infrastructure.AccessTokenIssuer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.Charset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What both ports refuse, byte for byte as it comes over the wire. */
@SpringBootTest(
    classes = {
      HttpService.class,
      StrictRequestsTest.Numbers.class,
      StrictRequestsTest.InternalNumbers.class
    },
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "spring.config.import=classpath:service-defaults.yml",
      "management.endpoint.health.validate-group-membership=false",
      "server.address=127.0.0.1",
      "management.server.port=0"
    })
class StrictRequestsTest {
  private static final String JSON = "Content-Type: application/json";
  private static final String TOKEN = AccessTokenIssuer.shared().app("words:write");
  private static final String WELL_FORMED = "{\"words\":[\"one\",\"two\"]}";

  @LocalServerPort private int apiPort;
  @LocalManagementPort private int managementPort;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "application/json;charset=utf-8",
        "Application/JSON; Charset=\"UTF-8\""
      })
  void takesJsonInUtf8(String type) throws IOException {
    assertEverywhere(200, "Content-Type: " + type, WELL_FORMED.getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json;charset=iso-8859-1",
        "application/json;charset=utf-16",
        "application/json;charset=nonsense",
        "application/json;version=1",
        "application/*",
        "application/problem+json",
        "application/vnd.words+json",
        "application/x-www-form-urlencoded",
        "application/yaml",
        "application/cbor",
        "text/json",
        "text/plain",
        "nonsense",
        ""
      })
  void takesNoOtherType(String type) throws IOException {
    assertEverywhere(415, "Content-Type: " + type, WELL_FORMED.getBytes(UTF_8));
  }

  @Test
  void takesNoBodyWithoutATypeAndNoneThatIsEncoded() throws IOException {
    assertEverywhere(415, "Accept: */*", WELL_FORMED.getBytes(UTF_8));
    assertEverywhere(415, JSON + "\r\nContent-Encoding: gzip", WELL_FORMED.getBytes(UTF_8));
    assertEverywhere(415, JSON + "\r\nContent-Encoding: identity", WELL_FORMED.getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Type", "Idempotency-Key", "Authorization"})
  void takesAHeaderThatMeansOneThingOnce(String header) throws IOException {
    String twice = "%s: application/json\r\n%s: application/json".formatted(header, header);
    assertEverywhere(400, JSON + "\r\n" + twice, WELL_FORMED.getBytes(UTF_8));
  }

  @Test
  void takesNoOtherEncodingThanUtf8() throws IOException {
    for (Charset other : List.of(UTF_16, UTF_16BE, UTF_16LE, Charset.forName("UTF-32"))) {
      assertEverywhere(400, JSON, WELL_FORMED.getBytes(other));
    }
    assertEverywhere(400, JSON, "{\"words\":[\"é\"]}".getBytes(ISO_8859_1));
    assertEverywhere(400, JSON, ("\ufeff" + WELL_FORMED).getBytes(UTF_8));
    assertEverywhere(400, JSON, "{\"words\":[\"\0\"]}".getBytes(UTF_8));
    byte[] overlong = WELL_FORMED.replace("one", "??").getBytes(UTF_8);
    overlong[WELL_FORMED.indexOf("one")] = (byte) 0xC0;
    overlong[WELL_FORMED.indexOf("one") + 1] = (byte) 0xAF;
    assertEverywhere(400, JSON, overlong);
    assertEverywhere(200, JSON, "{\"words\":[\"é\",\"支付\",\"😀\"]}".getBytes(UTF_8));
  }

  @Test
  void boundsDepthAndLengths() throws IOException {
    for (String tooMuch :
        List.of(
            "{\"words\":" + "[".repeat(16) + "]".repeat(16) + "}",
            "{\"words\":" + "[".repeat(7000),
            "{\"a\":".repeat(3000),
            "{\"words\":[\"" + "x".repeat(1025) + "\"]}",
            "{\"" + "x".repeat(65) + "\":[]}",
            "{\"words\":[" + "9".repeat(41) + "]}",
            "{\"words\":[1e" + "9".repeat(41) + "]}")) {
      assertEverywhere(400, JSON, tooMuch.getBytes(UTF_8));
    }
    String longest = "{\"words\":[\"" + "x".repeat(1024) + "\"]}";
    assertEverywhere(200, JSON, longest.getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/1", "/0?limit=5", "/9223372036854775807?limit=-2147483648"})
  void takesDecimalNumbers(String target) throws IOException {
    assertGet(200, target);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/0x10",
        "/%2316",
        "/+1",
        "/%2B1",
        "/01",
        "/00",
        "/%201",
        "/1%20",
        "/1L",
        "/1.0",
        "/1e3",
        "/%D9%A1",
        "/9223372036854775808",
        "/one",
        "/1?limit=0x10",
        "/1?limit=%201",
        "/1?limit=01",
        "/1?limit=2147483648",
        "/1?limit=1&limit=1000",
        "/1?limit=1&%6Cimit=2",
        "/1?limt=5",
        "/1?LIMIT=5",
        "/1?limit=5&more",
        "/1?limit=%zz",
        "/1?a&b&c&d&e&f&g&h&i&j&k&l&m&n&o&p&q&r&s"
      })
  void takesNoOtherParameters(String target) throws IOException {
    assertGet(400, target);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/%2e%2e/numbers/1", "/a%2Fb", "/..;/numbers/1", "/a%5Cb", "/1%00"})
  void takesNoPathThatAnotherReaderTakesForAnother(String target) throws IOException {
    assertGet(400, target);
  }

  @Test
  void tellsOfNoFailureWhereThereWasNone() throws IOException {
    for (int port : new int[] {apiPort, managementPort}) {
      assertThat(send(port, head("GET", "/error", "Accept: */*", 0)))
          .startsWith("HTTP/1.1 404 ")
          .contains("application/problem+json");
    }
  }

  @Test
  void boundsTheHeaders() throws IOException {
    assertEverywhere(400, JSON + "\r\nX-A: " + "a".repeat(8192), WELL_FORMED.getBytes(UTF_8));
    assertEverywhere(400, JSON + "\r\nX-A: a".repeat(101), WELL_FORMED.getBytes(UTF_8));
    assertEverywhere(200, JSON + "\r\nX-A: " + "a".repeat(4096), WELL_FORMED.getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(chars = {0x1b, 0x7f, 0x80, 0x85, 0x9f})
  void takesNoControlCharactersInAHeader(char control) throws IOException {
    byte[] body = WELL_FORMED.getBytes(UTF_8);
    assertEverywhere(400, JSON + "\r\nAccept: application/json" + control, body);
    assertEverywhere(200, JSON + "\r\nAccept: application/json;\tq=1", body);
    // Text, and no type.
    assertEverywhere(406, JSON + "\r\nAccept: application/jsoné", body);
  }

  private void assertGet(int status, String target) throws IOException {
    assertThat(send(apiPort, head("GET", "/numbers" + target, "Accept: */*", 0)))
        .startsWith("HTTP/1.1 %d ".formatted(status));
    assertThat(send(managementPort, head("GET", "/internal/numbers" + target, "Accept: */*", 0)))
        .startsWith("HTTP/1.1 %d ".formatted(status))
        .satisfies(StrictRequestsTest::assertIsNoPage);
  }

  private void assertEverywhere(int status, String headers, byte[] body) throws IOException {
    for (String answer :
        List.of(
            send(apiPort, head("POST", "/words", headers, body.length), body),
            send(managementPort, head("POST", "/internal/words", headers, body.length), body))) {
      assertThat(answer).startsWith("HTTP/1.1 %d ".formatted(status));
      assertIsNoPage(answer);
    }
  }

  private static void assertIsNoPage(String answer) {
    assertThat(answer).doesNotContain("<html", "Exception", "\tat ");
  }

  private static byte[] head(String method, String target, String headers, int length) {
    return """
        %s %s HTTP/1.1\r
        Host: x\r
        Authorization: %s\r
        Connection: close\r
        Content-Length: %d\r
        %s\r
        \r
        """
        .formatted(method, target, TOKEN, length, headers)
        .getBytes(ISO_8859_1);
  }

  private static String send(int port, byte[]... parts) throws IOException {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      request.writeBytes(part);
    }
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.toByteArray());
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  @TestConfiguration
  @RestController
  static class Numbers {
    @RequiresScope("words:write")
    @GetMapping("/numbers/{number}")
    String echo(@PathVariable long number, @RequestParam(defaultValue = "1") int limit) {
      return number + " " + limit;
    }
  }

  @TestConfiguration
  @ManagementApi
  static class InternalNumbers {
    @RequiresScope("words:write")
    @GetMapping("/internal/numbers/{number}")
    String echo(@PathVariable long number, @RequestParam(defaultValue = "1") int limit) {
      return number + " " + limit;
    }
  }
}
