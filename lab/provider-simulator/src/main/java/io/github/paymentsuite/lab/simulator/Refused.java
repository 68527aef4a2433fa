package io.github.paymentsuite.lab.simulator;

import java.time.Instant;
import org.springframework.http.HttpStatus;

/** The provider refuses a call, for one of a few reasons its callers can tell apart by code. */
final class Refused extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** The reasons; the names are the codes on the wire. */
  enum Code {
    NOT_FOUND(HttpStatus.NOT_FOUND),
    ATTEMPT_MISMATCH(HttpStatus.CONFLICT),
    USER_PAYING(HttpStatus.CONFLICT),
    NOT_PAID(HttpStatus.CONFLICT),
    REFUND_MISMATCH(HttpStatus.CONFLICT);

    private final HttpStatus status;

    Code(HttpStatus status) {
      this.status = status;
    }

    HttpStatus status() {
      return status;
    }
  }

  private final Code code;
  private final Instant at;

  Refused(Code code, String message, Instant at) {
    super(message);
    this.code = code;
    this.at = at;
  }

  Code code() {
    return code;
  }

  /**
   * When this was decided, which is what "not found" is true of: by now the charge may have landed.
   */
  Instant at() {
    return at;
  }
}
