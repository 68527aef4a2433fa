package io.github.paymentsuite.lab.simulator;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.paymentsuite.lab.simulator.ErrorAnswers.ErrorAnswer;
import io.github.paymentsuite.lab.simulator.PaymentProvider.ChargeOutcome;
import io.github.paymentsuite.lab.simulator.PaymentProvider.RefundOutcome;
import io.github.paymentsuite.lab.simulator.PaymentProvider.ReversalOutcome;
import io.github.paymentsuite.lab.simulator.PaymentProvider.Sighting;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The payment provider's HTTP interface: charge, query, reverse, refund. */
@RestController
final class PaymentController {

  private static final String AMOUNT = "(?!0+\\.00$)\\d{1,9}\\.\\d{2}";

  private final PaymentProvider provider;
  private final CallerLine line;
  private final Duration answerDelay;

  PaymentController(PaymentProvider provider, CallerLine line, SimulatorProperties properties) {
    this.provider = provider;
    this.line = line;
    this.answerDelay = properties.answerDelay();
  }

  /** The body of a charge call. */
  record ChargeRequest(
      @NotNull @Pattern(regexp = "[0-9A-Za-z]{1,32}") String attemptNo,
      @NotNull @Pattern(regexp = "[0-9A-Za-z_-]{1,64}") String orderId,
      @NotNull @Pattern(regexp = AMOUNT) String amount,
      @NotNull @Pattern(regexp = "[A-Z]{3}") String currency,
      @Size(max = 128) String authCode,
      @NotNull Instant deadline,
      @Size(max = 256) String subject) {

    ChargeOrder toOrder() {
      return new ChargeOrder(
          attemptNo,
          orderId,
          new BigDecimal(amount),
          currency,
          authCode,
          deadline.truncatedTo(ChronoUnit.MILLIS),
          subject);
    }
  }

  /** The body of a refund call. */
  record RefundRequest(
      @NotNull @Pattern(regexp = "[0-9A-Za-z_-]{1,64}") String refundNo,
      @NotNull @Pattern(regexp = "[0-9A-Za-z]{1,32}") String attemptNo,
      @NotNull @Pattern(regexp = AMOUNT) String amount) {}

  /** What is said of a charge, at its own call and later; what does not apply is left out. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record ChargeAnswer(
      String attemptNo,
      ChargeStatus status,
      @JsonFormat(shape = JsonFormat.Shape.STRING) BigDecimal amount,
      String currency,
      String tradeNo,
      @UtcMillis Instant paidAt,
      DeclineReason code,
      String message,
      @UtcMillis Instant providerTime) {

    static ChargeAnswer toQuery(Sighting sighting) {
      Charge charge = sighting.charge();
      ChargeStatus status = sighting.status();
      boolean paid = status == ChargeStatus.PAID || status == ChargeStatus.REFUNDED;
      DeclineReason reason = status == ChargeStatus.DECLINED ? charge.declineReason() : null;
      return new ChargeAnswer(
          charge.order().attemptNo(),
          status,
          charge.accepted().amount(),
          charge.order().currency(),
          paid ? charge.accepted().tradeNo() : null,
          paid ? charge.settlesAt() : null,
          reason,
          reason == null ? null : reason.message(),
          sighting.at());
    }

    /** The answer to a charge names an amount only where money moved. */
    static ChargeAnswer toCharge(Sighting sighting) {
      ChargeAnswer full = toQuery(sighting);
      return full.tradeNo != null
          ? full
          : new ChargeAnswer(
              full.attemptNo,
              full.status,
              null,
              null,
              null,
              null,
              full.code,
              full.message,
              full.providerTime);
    }
  }

  /** What became of a reversal: CLOSED, REFUNDED, or ABSENT if there is no such charge. */
  record ReversalAnswer(String attemptNo, String result, @UtcMillis Instant providerTime) {}

  /** A refund that was made; others are refused and leave nothing behind. */
  record RefundAnswer(
      String refundNo, String attemptNo, String status, @UtcMillis Instant providerTime) {}

  @PostMapping("/charges")
  Object charge(@Valid @RequestBody ChargeRequest request, HttpServletRequest connection) {
    ChargeOutcome outcome = provider.charge(request.toOrder());
    return switch (outcome.reaction()) {
      case ANSWERS -> line.answerAfter(answerDelay, chargeAnswer(outcome.sighting().orElseThrow()));
      case FAILS -> line.answerAfter(answerDelay, systemError(outcome.sighting().orElseThrow()));
      case STAYS_SILENT -> line.silence(connection);
    };
  }

  @GetMapping("/charges/{attemptNo}")
  ChargeAnswer query(@PathVariable String attemptNo) {
    return ChargeAnswer.toQuery(provider.query(attemptNo));
  }

  @PostMapping("/charges/{attemptNo}/reverse")
  ReversalAnswer reverse(@PathVariable String attemptNo) {
    ReversalOutcome outcome = provider.reverse(attemptNo);
    String result = outcome.result().map(ChargeStatus::name).orElse("ABSENT");
    return new ReversalAnswer(attemptNo, result, outcome.at());
  }

  @PostMapping("/refunds")
  RefundAnswer refund(@Valid @RequestBody RefundRequest request) {
    return refundAnswer(
        provider.refund(request.refundNo(), request.attemptNo(), new BigDecimal(request.amount())));
  }

  @GetMapping("/refunds/{refundNo}")
  RefundAnswer queryRefund(@PathVariable String refundNo) {
    return refundAnswer(provider.queryRefund(refundNo));
  }

  private static ResponseEntity<Object> chargeAnswer(Sighting sighting) {
    HttpStatus status =
        sighting.status() == ChargeStatus.PENDING ? HttpStatus.ACCEPTED : HttpStatus.OK;
    return ResponseEntity.status(status).body(ChargeAnswer.toCharge(sighting));
  }

  private static ResponseEntity<Object> systemError(Sighting sighting) {
    return ResponseEntity.internalServerError().body(ErrorAnswer.systemError(sighting.at()));
  }

  private static RefundAnswer refundAnswer(RefundOutcome outcome) {
    return new RefundAnswer(
        outcome.refunded().refundNo(), outcome.refunded().attemptNo(), "SUCCEEDED", outcome.at());
  }
}
