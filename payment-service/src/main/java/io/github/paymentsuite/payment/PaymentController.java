package io.github.paymentsuite.payment;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.paymentsuite.events.Money;
import io.github.paymentsuite.starter.Caller;
import io.github.paymentsuite.starter.RequiresScope;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The HTTP side of paying. What it produces stands on the mapping: a client that accepts something
 * else is refused before anything is charged, and not while its answer is written.
 */
@RestController
@RequestMapping(produces = MediaType.APPLICATION_JSON_VALUE)
class PaymentController {
  private static final String ASK_AGAIN_AFTER_SECONDS = "1";

  private final Payments payments;

  PaymentController(Payments payments) {
    this.payments = payments;
  }

  @RequiresScope("payments:write")
  @PostMapping("/pay")
  ResponseEntity<PaymentAnswer> pay(
      @RequestBody @Valid PaymentRequest request,
      @RequestHeader(name = "Idempotency-Key", required = false)
          @Pattern(regexp = "[\\x21-\\x7E]{1,255}")
          String idempotencyKey,
      Caller caller) {
    caller.requireUser(request.userId());
    Payment payment =
        payments.pay(
            request,
            Optional.ofNullable(idempotencyKey).map(key -> new IdempotencyKey(caller.name(), key)));
    return switch (payment.status()) {
      case SUCCESS -> ResponseEntity.ok(PaymentAnswer.of(payment));
      case PROCESSING ->
          ResponseEntity.accepted()
              .location(URI.create("/payments/" + payment.orderId()))
              .header(HttpHeaders.RETRY_AFTER, ASK_AGAIN_AFTER_SECONDS)
              .body(PaymentAnswer.of(payment));
      case FAILED -> throw new PaymentDeclined(payment);
    };
  }

  @RequiresScope("payments:read")
  @GetMapping("/payments/{orderId}")
  PaymentAnswer find(
      @PathVariable @Pattern(regexp = "[A-Za-z0-9_-]{1,64}") String orderId, Caller caller) {
    return PaymentAnswer.of(payments.find(orderId, caller::mayActFor));
  }

  /**
   * A payment as clients see it; the time is the provider's, and only there once it is recorded.
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record PaymentAnswer(
      String paymentNo,
      String orderId,
      long userId,
      Money amount,
      Payment.Status status,
      Instant payTime) {
    static PaymentAnswer of(Payment payment) {
      return new PaymentAnswer(
          payment.paymentNo(),
          payment.orderId(),
          payment.userId(),
          payment.amount(),
          payment.status(),
          payment.payTime());
    }
  }
}
