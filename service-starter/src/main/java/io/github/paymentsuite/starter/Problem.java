package io.github.paymentsuite.starter;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/** Makes the {@code application/problem+json} answers of RFC 9457 with the suite's stable code. */
public final class Problem {
  private Problem() {}

  /**
   * @param code stable, for programs, such as {@code order_not_found}
   * @param detail a sentence for people
   */
  public static ProblemDetail of(HttpStatus status, String code, String detail) {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
    problem.setProperty("code", code);
    return problem;
  }
}
