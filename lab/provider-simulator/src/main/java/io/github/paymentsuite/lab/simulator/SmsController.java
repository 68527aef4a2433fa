package io.github.paymentsuite.lab.simulator;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.paymentsuite.lab.simulator.ErrorAnswers.ErrorAnswer;
import io.github.paymentsuite.lab.simulator.SmsProvider.SmsOutcome;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The SMS provider's HTTP interface: send and query. */
@RestController
final class SmsController {

  private final SmsProvider provider;
  private final CallerLine line;

  SmsController(SmsProvider provider, CallerLine line) {
    this.provider = provider;
    this.line = line;
  }

  /** The body of a send call. */
  record SmsRequest(
      @NotNull @Pattern(regexp = "[0-9A-Za-z_-]{1,64}") String outId,
      @NotNull @Pattern(regexp = "[0-9A-Za-z_-]{1,64}") String orderId,
      @NotNull @Pattern(regexp = "\\+?\\d{4,20}") String phone,
      @NotBlank @Size(max = 1000) String text) {}

  /** What is said of a message; what does not apply is left out. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record SmsAnswer(
      String outId,
      String status,
      String messageId,
      String code,
      String message,
      @UtcMillis Instant providerTime) {

    static SmsAnswer accepted(SmsOutcome outcome) {
      AcceptedSms sms = outcome.message().orElseThrow();
      return new SmsAnswer(sms.outId(), "ACCEPTED", sms.messageId(), null, null, outcome.at());
    }

    static SmsAnswer refused(String outId, Instant providerTime) {
      return new SmsAnswer(
          outId, "REFUSED", null, "INVALID_NUMBER", "There is no such number", providerTime);
    }
  }

  @PostMapping("/sms")
  Object send(@Valid @RequestBody SmsRequest request, HttpServletRequest connection) {
    SmsOutcome outcome =
        provider.send(request.outId(), request.orderId(), request.phone(), request.text());
    return switch (outcome.script()) {
      case ACCEPTED -> ResponseEntity.ok(SmsAnswer.accepted(outcome));
      case REFUSED -> ResponseEntity.ok(SmsAnswer.refused(request.outId(), outcome.at()));
      case ACCEPTED_WITH_ERROR ->
          ResponseEntity.internalServerError().body(ErrorAnswer.systemError(outcome.at()));
      case ACCEPTED_IN_SILENCE, LOST -> line.silence(connection);
    };
  }

  @GetMapping("/sms/{outId}")
  SmsAnswer query(@PathVariable String outId) {
    return SmsAnswer.accepted(provider.query(outId));
  }
}
