package io.github.paymentsuite.starter;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;

@SpringBootTest(
    classes = {HttpService.class, FulfilmentControllerTest.Known.class},
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "spring.config.import=classpath:service-defaults.yml",
      "management.endpoint.health.validate-group-membership=false",
      "server.address=127.0.0.1",
      "management.server.port=0"
    })
class FulfilmentControllerTest {
  @LocalServerPort private int apiPort;
  @LocalManagementPort private int managementPort;

  @Test
  void answersInTheOrderAskedAndSaysWhatIsAbsent() {
    ask(managementPort, List.of("unknown", "case", "done", "case"))
        .expectStatus()
        .isOk()
        .expectBody()
        .json(
            """
            {"fulfilments":[
              {"paymentNo":"unknown","state":"ABSENT"},
              {"paymentNo":"case","state":"CASE","reason":"AMOUNT_MISMATCH"},
              {"paymentNo":"done","state":"DONE"},
              {"paymentNo":"case","state":"CASE","reason":"AMOUNT_MISMATCH"}]}""",
            JsonCompareMode.STRICT);
  }

  @Test
  void isNotThereOnTheApiPort() {
    ask(apiPort, List.of("done")).expectStatus().isNotFound();
  }

  @Test
  void takesFiveHundredOfTheLongestNumbersAndNoMore() {
    String longest = "a".repeat(32);

    ask(managementPort, Collections.nCopies(500, longest)).expectStatus().isOk();
    assertRefused(ask(managementPort, Collections.nCopies(501, longest)));
    assertRefused(ask(managementPort, List.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"paymentNos\":null}",
        "{\"paymentNos\":[null]}",
        "{\"paymentNos\":[1]}",
        "{\"paymentNos\":[\"\"]}",
        "{\"paymentNos\":[\"a b\"]}",
        "{\"paymentNos\":[\"123456789012345678901234567890123\"]}",
        "{\"paymentNos\":[\"a\"],\"more\":true}"
      })
  void refusesWhatIsNoListOfPaymentNumbers(String body) {
    assertRefused(post(managementPort, body));
  }

  private static void assertRefused(ResponseSpec answer) {
    answer
        .expectStatus()
        .isBadRequest()
        .expectHeader()
        .contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON)
        .expectBody()
        .jsonPath("$.code")
        .isEqualTo("invalid_request");
  }

  private static ResponseSpec ask(int port, List<String> paymentNos) {
    String quoted = paymentNos.stream().map("\"%s\""::formatted).collect(Collectors.joining(","));
    return post(port, "{\"paymentNos\":[%s]}".formatted(quoted));
  }

  private static ResponseSpec post(int port, String body) {
    return HttpService.client(port)
        .post()
        .uri("/internal/fulfilments")
        .contentType(MediaType.APPLICATION_JSON)
        .body(body)
        .exchange();
  }

  @TestConfiguration
  @Import(FulfilmentController.class)
  static class Known {
    @Bean
    Fulfilments fulfilments() {
      return paymentNos ->
          Map.of("done", Fulfilment.DONE, "case", Fulfilment.ofCase("AMOUNT_MISMATCH"));
    }
  }
}
