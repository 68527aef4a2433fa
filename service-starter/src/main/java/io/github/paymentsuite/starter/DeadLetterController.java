package io.github.paymentsuite.starter;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What operators see of dead letters, and how they have them handled after all. */
@ManagementApi
@RequestMapping(path = "/internal/dead-letters", produces = MediaType.APPLICATION_JSON_VALUE)
class DeadLetterController {
  private final DeadLetters letters;
  private final Replays replays;

  DeadLetterController(DeadLetters letters, Replays replays) {
    this.letters = letters;
    this.replays = replays;
  }

  /** The open ones, oldest first; {@code after} takes the last id of the page before. */
  @RequiresScope("dead-letters:read")
  @GetMapping
  ListAnswer list(
      @RequestParam(defaultValue = "0") @PositiveOrZero long after,
      @RequestParam(defaultValue = "100") @Min(1) @Max(100) int limit) {
    return new ListAnswer(letters.open(after, limit).stream().map(LetterAnswer::of).toList());
  }

  @RequiresScope("dead-letters:write")
  @PostMapping("/{id}/replay")
  ResponseEntity<?> replay(@PathVariable @PositiveOrZero long id) {
    Replay replay = replays.replay(id);
    return switch (replay.outcome()) {
      case REPLAYED -> ResponseEntity.ok(replay);
      case FAILED -> problem(HttpStatus.CONFLICT, "replay_failed", replay);
      case POISON -> problem(HttpStatus.UNPROCESSABLE_CONTENT, "malformed_event", replay);
      case NOT_FOUND -> problem(HttpStatus.NOT_FOUND, "dead_letter_not_found", replay);
    };
  }

  /** One after the other, as if each were replayed by itself. */
  @RequiresScope("dead-letters:write")
  @PostMapping("/replay")
  ReplayAnswer replay(@RequestBody @Valid ReplayRequest request) {
    return new ReplayAnswer(request.ids().stream().map(replays::replay).toList());
  }

  private static ResponseEntity<ProblemDetail> problem(
      HttpStatus status, String code, Replay replay) {
    return ResponseEntity.status(status)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(Problem.of(status, code, replay.reason()));
  }

  /** Which dead letters are to be replayed. */
  record ReplayRequest(
      @NotNull @Size(min = 1, max = 100) List<@NotNull @PositiveOrZero Long> ids) {}

  /** As many lines as dead letters were to be replayed, in the same order. */
  record ReplayAnswer(List<Replay> replays) {}

  /** A page of dead letters. */
  record ListAnswer(List<LetterAnswer> deadLetters) {}

  /**
   * A dead letter as operators see it.
   *
   * @param payload the beginning of the message's body, as text
   * @param payloadSize of the whole body, in bytes
   */
  record LetterAnswer(
      long id,
      String messageKey,
      String messageId,
      String tag,
      String payload,
      int payloadSize,
      String reason,
      int attempts,
      int replays,
      Instant diedAt) {
    static LetterAnswer of(DeadLetter letter) {
      return new LetterAnswer(
          letter.id(),
          letter.messageKey(),
          letter.messageId(),
          letter.tag(),
          new String(letter.payload(), UTF_8),
          letter.payloadSize(),
          letter.reason(),
          letter.attempts(),
          letter.replays(),
          letter.diedAt());
    }
  }
}
