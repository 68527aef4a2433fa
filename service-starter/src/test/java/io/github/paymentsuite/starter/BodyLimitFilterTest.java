package io.github.paymentsuite.starter;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.util.unit.DataSize;

class BodyLimitFilterTest {
  private static final int LIMIT = 16;

  private final MockHttpServletResponse response = new MockHttpServletResponse();
  private final MockFilterChain chain = new MockFilterChain();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, LIMIT})
  void passesABodyUpToTheLimitOn(int length) throws Exception {
    assertPassedOn(announced(length));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, LIMIT})
  void passesAChunkedBodyUpToTheLimitOn(int length) throws Exception {
    assertPassedOn(chunked(length));
  }

  @Test
  void refusesABodyThatIsAnnouncedOverTheLimitBeforeItReadsAnyOfIt() throws Exception {
    assertRefused(announced(LIMIT + 1));
  }

  @Test
  void asksNobodyForABodyThatIsAnnouncedOverTheLimit() throws Exception {
    MockHttpServletRequest request = announced(LIMIT + 1);
    request.addHeader("Expect", "100-continue");

    assertRefused(request);
    assertThat(request.getInputStream().readAllBytes()).hasSize(LIMIT + 1);
  }

  @Test
  void discardsNoMoreThanAMegabyteOfARefusedBody() throws Exception {
    MockHttpServletRequest request = chunked(2 * 1024 * 1024);

    assertRefused(request);
    assertThat(request.getInputStream().readAllBytes()).hasSize(1024 * 1024 - LIMIT - 1);
  }

  @Test
  void refusesAChunkedBodyOfOneByteOverTheLimit() throws Exception {
    assertRefused(chunked(LIMIT + 1));
  }

  private void assertPassedOn(MockHttpServletRequest request) throws Exception {
    byte[] sent = request.getContentAsByteArray();

    filter(request);

    assertThat(response.getStatus()).isEqualTo(200);
    assertThat(chain.getRequest()).isNotNull();
    assertThat(chain.getRequest().getInputStream().readAllBytes()).isEqualTo(sent);
    assertThat(chain.getRequest().getInputStream().isReady()).isTrue();
  }

  private void assertRefused(MockHttpServletRequest request) throws Exception {
    filter(request);

    assertThat(chain.getRequest()).as("what the service sees").isNull();
    assertThat(response.getStatus()).isEqualTo(413);
    assertThat(response.getContentType()).startsWith("application/problem+json");
    assertThat(response.getHeader("Connection")).isEqualTo("close");
    assertThat(response.getContentAsString())
        .isEqualTo(
            """
            {"title":"Content Too Large","status":413,"code":"body_too_large",\
            "detail":"the body must be at most 16 bytes"}""");
  }

  private void filter(MockHttpServletRequest request) throws ServletException, IOException {
    new BodyLimitFilter(DataSize.ofBytes(LIMIT), Duration.ofSeconds(10))
        .doFilter(request, response, chain);
  }

  private static MockHttpServletRequest announced(int length) {
    return withBody(new MockHttpServletRequest("POST", "/orders"), length);
  }

  private static MockHttpServletRequest chunked(int length) {
    return withBody(
        new MockHttpServletRequest("POST", "/orders") {
          @Override
          public long getContentLengthLong() {
            return -1;
          }
        },
        length);
  }

  private static MockHttpServletRequest withBody(MockHttpServletRequest request, int length) {
    byte[] body = new byte[length];
    for (int i = 0; i < length; i++) {
      body[i] = (byte) i;
    }
    request.setContent(body);
    return request;
  }
}
