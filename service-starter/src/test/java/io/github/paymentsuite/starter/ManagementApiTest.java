package io.github.paymentsuite.starter;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;

@SpringBootTest(
    classes = HttpService.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "spring.config.import=classpath:service-defaults.yml",
      "management.endpoint.health.validate-group-membership=false",
      "server.address=127.0.0.1",
      "management.server.port=0",
      "http.max-body-size=100B",
      "http.max-management-body-size=200B"
    })
class ManagementApiTest {
  private static final String PATH = "/internal/words";
  private static final String WELL_FORMED = "{\"words\":[\"one\",\"two\"]}";

  @LocalServerPort private int apiPort;
  @LocalManagementPort private int managementPort;

  @Test
  void answersOnTheManagementPort() {
    post(managementPort, PATH, WELL_FORMED).expectStatus().isOk().expectBody().json(WELL_FORMED);
  }

  /** By default: a port on all addresses would answer on this one too. */
  @Test
  void listensOnOneLoopbackAddressAlone() throws IOException {
    try (Socket socket = new Socket()) {
      assertThatThrownBy(
              () -> socket.connect(new InetSocketAddress("127.0.0.2", managementPort), 2000))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void isNotThereOnTheApiPort() {
    assertProblem(post(apiPort, PATH, WELL_FORMED), 404, "not_found");
  }

  @Test
  void leavesTheApiToTheApiPort() {
    post(apiPort, "/words", WELL_FORMED).expectStatus().isOk();
    post(managementPort, "/words", WELL_FORMED).expectStatus().isNotFound();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{\"words\":[]}",
        "{\"words\":[\"1\",\"2\",\"3\",\"4\"]}",
        "{\"words\":[1]}",
        "{\"words\":[\"one\"],\"more\":1}",
        "{\"words\":[\"one\"],\"words\":[\"two\"]}"
      })
  void refusesWhatIsNoRequestAsTheApiDoes(String body) {
    assertProblem(post(managementPort, PATH, body), 400, "invalid_request");
  }

  @Test
  void tellsNoValueThatGotIntoThePlaceOfAName() {
    post(apiPort, "/words", "{\"words\":[\"one\"],\"13800138000\":1}")
        .expectStatus()
        .isBadRequest()
        .expectBody()
        .jsonPath("$.detail")
        .isEqualTo("unknown field");
  }

  @Test
  void whatTomcatItselfRefusesIsAProblemToo() {
    URI undecodable = URI.create("http://127.0.0.1:%d/words/a%%2Fb".formatted(apiPort));

    assertProblem(
        HttpService.client(apiPort).get().uri(undecodable).exchange(), 400, "invalid_request");
  }

  @Test
  void refusesAnythingButAPost() {
    ResponseSpec answer = HttpService.client(managementPort).delete().uri(PATH).exchange();
    assertProblem(answer, 405, "method_not_allowed");
  }

  @Test
  void hasABoundOnBodiesOfItsOwn() {
    String large = WELL_FORMED + " ".repeat(200 - WELL_FORMED.length());

    post(managementPort, PATH, large).expectStatus().isOk();
    assertProblem(post(managementPort, PATH, large + " "), 413, "body_too_large");
    assertProblem(post(apiPort, "/words", large), 413, "body_too_large");
  }

  private static void assertProblem(ResponseSpec answer, int status, String code) {
    answer
        .expectStatus()
        .isEqualTo(status)
        .expectHeader()
        .contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON)
        .expectBody()
        .jsonPath("$.code")
        .isEqualTo(code);
  }

  private static ResponseSpec post(int port, String path, String body) {
    return HttpService.client(port)
        .post()
        .uri(path)
        .contentType(MediaType.APPLICATION_JSON)
        .body(body)
        .exchange();
  }
}
