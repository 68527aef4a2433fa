package io.github.paymentsuite.starter;

import io.github.paymentsuite.events.Money;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.mybatis.spring.MyBatisSystemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.transaction.TransactionException;
import org.springframework.validation.FieldError;
import org.springframework.validation.method.ParameterValidationResult;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/**
 * Answers what no service's own rules have an answer for: malformed requests, a database that is
 * out of reach, and bugs. Bugs say nothing of the inside.
 */
@RestControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
class FrameworkProblems extends ResponseEntityExceptionHandler {
  private static final Logger log = LoggerFactory.getLogger(FrameworkProblems.class);

  /** Of a field that somebody may have meant, and not a value that got into its place. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z]{1,32}");

  @Override
  protected ResponseEntity<Object> handleHttpMessageNotReadable(
      HttpMessageNotReadableException refused,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    return invalid(
        refused,
        refused.getCause() instanceof JacksonException json
            ? sentence(json)
            : "the body is missing or not JSON",
        headers,
        request);
  }

  @Override
  protected ResponseEntity<Object> handleMethodArgumentNotValid(
      MethodArgumentNotValidException refused,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    String detail =
        refused.getFieldErrors().stream()
            .map((FieldError error) -> error.getField() + " " + error.getDefaultMessage())
            .sorted()
            .collect(Collectors.joining("; "));
    return invalid(refused, detail, headers, request);
  }

  @Override
  protected ResponseEntity<Object> handleHandlerMethodValidationException(
      HandlerMethodValidationException refused,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    String detail =
        refused.getParameterValidationResults().stream()
            .flatMap(
                result ->
                    result.getResolvableErrors().stream()
                        .map(error -> name(result, error) + " " + error.getDefaultMessage()))
            .sorted()
            .collect(Collectors.joining("; "));
    return invalid(refused, detail, headers, request);
  }

  @Override
  protected ResponseEntity<Object> handleTypeMismatch(
      TypeMismatchException refused,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    return invalid(refused, refused.getPropertyName() + " is malformed", headers, request);
  }

  @Override
  protected ResponseEntity<Object> handleMissingServletRequestParameter(
      MissingServletRequestParameterException refused,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    return invalid(refused, refused.getParameterName() + " is missing", headers, request);
  }

  /** A query that Tomcat cannot decode, such as {@code %zz}. */
  @ExceptionHandler
  ProblemDetail undecodable(InvalidParameterException refused) {
    return Problem.of(HttpStatus.BAD_REQUEST, "invalid_request", "the query cannot be decoded");
  }

  /** The token lacks the scope, or the user is another's. */
  @ExceptionHandler
  ProblemDetail forbidden(AccessDeniedException denied) {
    log.info(
        "client {} refused: {}",
        Caller.current().map(Caller::name).orElse("without a token"),
        denied.getMessage());
    return Problem.of(HttpStatus.FORBIDDEN, "forbidden", denied.getMessage());
  }

  /** What the firewall finds only when it is read, such as a control character in a parameter. */
  @ExceptionHandler
  ProblemDetail rejected(RequestRejectedException malformed) {
    return Problem.of(
        HttpStatus.BAD_REQUEST, "invalid_request", "a parameter or a header is malformed");
  }

  /**
   * Nothing was charged: a service that has charged does not let these exceptions through. A commit
   * may have happened unseen.
   */
  @ExceptionHandler({
    DataAccessResourceFailureException.class,
    TransientDataAccessException.class,
    RecoverableDataAccessException.class,
    TransactionException.class
  })
  ResponseEntity<ProblemDetail> databaseUnavailable(Exception failure) {
    log.warn("the database did not do its part: {}", failure.toString());
    return unavailable();
  }

  /**
   * A failure of the database that has no name in Spring: it was made read-only, its disk is full.
   * Told with its stack trace, because it might be a bug of ours after all.
   */
  @ExceptionHandler
  ResponseEntity<ProblemDetail> databaseFailed(UncategorizedSQLException failure) {
    log.error("the database failed", failure);
    return unavailable();
  }

  private static ResponseEntity<ProblemDetail> unavailable() {
    return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
        .header(HttpHeaders.RETRY_AFTER, "1")
        .body(
            Problem.of(
                HttpStatus.SERVICE_UNAVAILABLE,
                "unavailable",
                "the service cannot reach its database"));
  }

  /** MyBatis wraps a failure to get a connection like any other surprise. */
  @ExceptionHandler
  ResponseEntity<ProblemDetail> wrapped(MyBatisSystemException failure) {
    return failure.contains(CannotGetJdbcConnectionException.class)
        ? databaseUnavailable(failure)
        : ResponseEntity.internalServerError().body(bug(failure));
  }

  @ExceptionHandler
  ProblemDetail bug(Exception unexpected) {
    log.error("a request failed unexpectedly", unexpected);
    return Problem.of(
        HttpStatus.INTERNAL_SERVER_ERROR, "internal_error", "the service failed; this is a bug");
  }

  @Override
  protected ResponseEntity<Object> createResponseEntity(
      Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
    if (body instanceof ProblemDetail problem
        && (problem.getProperties() == null || !problem.getProperties().containsKey("code"))) {
      String code = Problem.codeOf(status);
      problem.setProperty("code", code);
      // Spring's own sentence repeats what was asked for: the path, the method, the content type.
      problem.setDetail(code.replace('_', ' '));
    }
    return super.createResponseEntity(body, headers, status, request);
  }

  private ResponseEntity<Object> invalid(
      Exception refused, String detail, HttpHeaders headers, WebRequest request) {
    ProblemDetail problem = Problem.of(HttpStatus.BAD_REQUEST, "invalid_request", detail);
    return handleExceptionInternal(refused, problem, headers, HttpStatus.BAD_REQUEST, request);
  }

  /** The field of a body, or else the parameter. */
  private static String name(ParameterValidationResult result, MessageSourceResolvable error) {
    return error instanceof FieldError field
        ? field.getField()
        : result.getMethodParameter().getParameterName();
  }

  /** Names the field but repeats no value: values can be personal. */
  private static String sentence(JacksonException refused) {
    if (refused instanceof UnrecognizedPropertyException unknown) {
      String name = unknown.getPropertyName();
      return NAME.matcher(name).matches() ? "unknown field " + name : "unknown field";
    }
    String field =
        refused.getPath().stream()
            .map(JacksonException.Reference::getPropertyName)
            .filter(name -> name != null)
            .collect(Collectors.joining("."));
    if (field.isEmpty()) {
      return "the body is not valid JSON";
    }
    return refused instanceof MismatchedInputException mismatch
            && mismatch.getTargetType() == Money.class
        ? field + ": " + mismatch.getOriginalMessage()
        : field + " is malformed or of the wrong type";
  }
}
