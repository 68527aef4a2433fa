package io.github.paymentsuite.lab.simulator;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Clock;
import java.time.Instant;
import java.util.stream.Collectors;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Turns what goes wrong into the provider's way of saying so. */
@RestControllerAdvice
final class ErrorAnswers extends ResponseEntityExceptionHandler {

  private final Clock clock;

  ErrorAnswers(Clock clock) {
    this.clock = clock;
  }

  /** The provider's error body. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record ErrorAnswer(String code, String message, @UtcMillis Instant providerTime) {

    static ErrorAnswer systemError(Instant providerTime) {
      return new ErrorAnswer(
          "SYSTEM_ERROR", "Something went wrong; query the outcome", providerTime);
    }
  }

  @ExceptionHandler
  ResponseEntity<ErrorAnswer> refused(Refused refused) {
    return ResponseEntity.status(refused.code().status())
        .body(new ErrorAnswer(refused.code().name(), refused.getMessage(), refused.at()));
  }

  @Override
  protected ResponseEntity<Object> handleMethodArgumentNotValid(
      MethodArgumentNotValidException invalid,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    // Names of fields and rules only: a rejected value could be a phone number or payer code.
    String message =
        invalid.getFieldErrors().stream()
            .map(error -> error.getField() + " " + error.getDefaultMessage())
            .sorted()
            .collect(Collectors.joining("; "));
    return new ResponseEntity<>(new ErrorAnswer("INVALID_REQUEST", message, null), headers, status);
  }

  /**
   * Also for unknown paths: NOT_FOUND would tell the caller of a wrong address that a charge does
   * not exist.
   */
  @Override
  protected ResponseEntity<Object> handleExceptionInternal(
      Exception exception,
      Object body,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    ErrorAnswer answer =
        status.is4xxClientError()
            ? new ErrorAnswer("INVALID_REQUEST", "The provider cannot read this request", null)
            : ErrorAnswer.systemError(clock.instant());
    return new ResponseEntity<>(answer, headers, status);
  }
}
