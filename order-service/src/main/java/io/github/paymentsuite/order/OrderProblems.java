package io.github.paymentsuite.order;

import io.github.paymentsuite.starter.Problem;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** The problems that are the orders' own. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class OrderProblems {
  @ExceptionHandler
  ProblemDetail notFound(OrderNotFound notFound) {
    return Problem.of(HttpStatus.NOT_FOUND, "order_not_found", notFound.getMessage());
  }

  @ExceptionHandler
  ProblemDetail idTaken(OrderIdTaken taken) {
    return Problem.of(HttpStatus.CONFLICT, "order_id_taken", taken.getMessage());
  }

  @ExceptionHandler
  ProblemDetail alreadyPaid(OrderAlreadyPaid paid) {
    return Problem.of(HttpStatus.CONFLICT, "order_already_paid", paid.getMessage());
  }
}
