package io.github.paymentsuite.lab.benchmark;

import io.github.paymentsuite.events.Money;
import io.github.paymentsuite.lab.benchmark.RivalAnnouncement.PaidAttempt;
import io.github.paymentsuite.lab.benchmark.RivalPayments.TooManyPayments;
import io.github.paymentsuite.starter.Caller;
import io.github.paymentsuite.starter.Problem;
import io.github.paymentsuite.starter.RequiresScope;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import java.time.Instant;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The HTTP side of paying, as far as a client that pays each order once sees it. */
@RestController
@RequestMapping(produces = MediaType.APPLICATION_JSON_VALUE)
class RivalController {
  private final RivalPayments payments;

  RivalController(RivalPayments payments) {
    this.payments = payments;
  }

  @RequiresScope("payments:write")
  @PostMapping("/pay")
  PayAnswer pay(@RequestBody @Valid PayRequest request, Caller caller) throws InterruptedException {
    caller.requireUser(request.userId());
    return payments.pay(request).map(PayAnswer::of).orElseThrow(NotPaid::new);
  }

  @ExceptionHandler
  ProblemDetail notPaid(NotPaid notPaid) {
    return Problem.of(
        HttpStatus.BAD_GATEWAY, "not_paid", "the payment is not known to be taken and recorded");
  }

  @ExceptionHandler
  ProblemDetail tooMany(TooManyPayments tooMany) {
    return Problem.of(
        HttpStatus.SERVICE_UNAVAILABLE, "too_many_payments", "too many payments are under way");
  }

  @ExceptionHandler
  ProblemDetail taken(DuplicateKeyException taken) {
    return Problem.of(
        HttpStatus.CONFLICT, "payment_in_progress", "the order is paid or being paid");
  }

  record PayRequest(
      @NotNull @Pattern(regexp = "[A-Za-z0-9_-]{1,64}") String orderId,
      @NotNull @Positive Long userId,
      @NotNull Money amount) {}

  record PayAnswer(
      String paymentNo, String orderId, long userId, Money amount, String status, Instant payTime) {
    static PayAnswer of(PaidAttempt paid) {
      RivalAttempt attempt = paid.attempt();
      return new PayAnswer(
          attempt.attemptNo(),
          attempt.orderId(),
          attempt.userId(),
          attempt.amount(),
          "SUCCESS",
          paid.payTime());
    }
  }

  private static class NotPaid extends RuntimeException {
    private static final long serialVersionUID = 1;
  }
}
