package io.github.paymentsuite.starter;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;

/** Makes the {@code application/problem+json} answers of RFC 9457 with the suite's stable code. */
public final class Problem {
  private static final Map<Integer, String> CODES =
      Map.of(
          400, "invalid_request",
          404, "not_found",
          405, "method_not_allowed",
          406, "not_acceptable",
          413, "body_too_large",
          415, "unsupported_media_type",
          503, "unavailable");

  private Problem() {}

  /** Of what no service has a code of its own for. */
  static String codeOf(HttpStatusCode status) {
    return CODES.getOrDefault(status.value(), "error");
  }

  /**
   * @param code stable, for programs, such as {@code order_not_found}
   * @param detail a sentence for people
   */
  public static ProblemDetail of(HttpStatus status, String code, String detail) {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
    problem.setProperty("code", code);
    return problem;
  }

  /** For a filter that refuses a request; what is left of the request is not worth reading. */
  static void write(HttpServletResponse response, HttpStatus status, String code, String detail)
      throws IOException {
    response.setStatus(status.value());
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response.setHeader(HttpHeaders.CONNECTION, "close");
    // As bytes: a writer would add the charset of another time to the type.
    response
        .getOutputStream()
        .write(
            """
            {"title":"%s","status":%d,"code":"%s","detail":"%s"}"""
                .formatted(status.getReasonPhrase(), status.value(), code, detail)
                .getBytes(StandardCharsets.UTF_8));
    response.flushBuffer();
  }
}
