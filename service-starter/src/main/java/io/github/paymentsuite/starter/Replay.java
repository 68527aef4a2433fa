package io.github.paymentsuite.starter;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What came of replaying one dead letter.
 *
 * @param reason why it is still open; null where it is not
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Replay(long id, Outcome outcome, String reason) {
  /** Whether the dead letter is done with. */
  enum Outcome {
    /** The service's rules were applied to it, perhaps not for the first time. */
    REPLAYED,
    /** The rules failed once more; it stays open. */
    FAILED,
    /** It is no event that this build can read; it stays open. */
    POISON,
    /** There is no such dead letter. */
    NOT_FOUND
  }
}
