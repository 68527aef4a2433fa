package io.github.paymentsuite.payment;

import io.github.paymentsuite.starter.Caller;
import io.github.paymentsuite.starter.Problem;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** The problems that are payment's own. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class PaymentProblems {
  @ExceptionHandler
  ProblemDetail declined(PaymentDeclined declined) {
    Payment payment = declined.payment();
    ProblemDetail problem =
        Problem.of(HttpStatus.PAYMENT_REQUIRED, "payment_declined", declined.getMessage());
    problem.setProperty("paymentNo", payment.paymentNo());
    problem.setProperty("orderId", payment.orderId());
    problem.setProperty(
        "reason",
        payment.declineReason() == null ? "closed without payment" : payment.declineReason());
    return problem;
  }

  /** A customer is not told that another one pays, or has paid, an order of this id. */
  @ExceptionHandler
  ProblemDetail conflict(PaymentConflict conflict, Caller caller) {
    if (conflict.isWithAnotherUser() && !caller.actsForAnybody()) {
      return Problem.of(HttpStatus.FORBIDDEN, "forbidden", Caller.refused().getMessage());
    }
    return Problem.of(HttpStatus.CONFLICT, conflict.reason().code, conflict.getMessage());
  }

  @ExceptionHandler
  ProblemDetail keyReused(IdempotencyKeyReused reused) {
    return Problem.of(
        HttpStatus.UNPROCESSABLE_CONTENT, "idempotency_key_reused", reused.getMessage());
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> tooMany(TooManyPayments tooMany) {
    return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
        .header(HttpHeaders.RETRY_AFTER, "1")
        .body(
            Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "too_many_payments", tooMany.getMessage()));
  }

  @ExceptionHandler
  ProblemDetail notFound(PaymentNotFound notFound) {
    return Problem.of(HttpStatus.NOT_FOUND, "payment_not_found", notFound.getMessage());
  }
}
