package io.github.paymentsuite.points;

import io.github.paymentsuite.starter.Caller;
import io.github.paymentsuite.starter.RequiresScope;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Positive;
import java.time.Instant;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The HTTP side of points. */
@RestController
@RequestMapping(produces = MediaType.APPLICATION_JSON_VALUE)
class PointsController {
  private final PointsLedger ledger;

  PointsController(PointsLedger ledger) {
    this.ledger = ledger;
  }

  @RequiresScope("points:read")
  @GetMapping("/users/{userId}/points")
  BalanceAnswer balance(@PathVariable @Positive long userId, Caller caller) {
    caller.requireUser(userId);
    return new BalanceAnswer(userId, ledger.balanceOf(userId));
  }

  /** A page of the user's ledger, newest first; a {@code Link} header leads to the next one. */
  @RequiresScope("points:read")
  @GetMapping("/users/{userId}/points/records")
  ResponseEntity<List<RecordAnswer>> records(
      @PathVariable @Positive long userId,
      @RequestParam(defaultValue = "" + Long.MAX_VALUE) @Positive long before,
      @RequestParam(defaultValue = "100") @Min(1) @Max(1000) int limit,
      Caller caller) {
    caller.requireUser(userId);
    // One more than asked for tells whether there is a next page.
    List<PointsRecord> found = ledger.recordsOf(userId, before, limit + 1);
    List<PointsRecord> records = found.subList(0, Math.min(limit, found.size()));
    ResponseEntity.BodyBuilder answer = ResponseEntity.ok();
    if (found.size() > limit) {
      answer.header(
          HttpHeaders.LINK,
          "</users/%d/points/records?before=%d&limit=%d>; rel=\"next\""
              .formatted(userId, records.get(limit - 1).id(), limit));
    }
    return answer.body(records.stream().map(RecordAnswer::of).toList());
  }

  /** A balance as clients see it; 0 for a user who never paid. */
  record BalanceAnswer(long userId, long points) {}

  /** A row of the ledger as clients see it. */
  record RecordAnswer(
      String paymentNo,
      String orderId,
      long points,
      PointsRecord.Reason reason,
      Instant createdAt) {
    static RecordAnswer of(PointsRecord record) {
      return new RecordAnswer(
          record.paymentNo(),
          record.orderId(),
          record.points(),
          record.reason(),
          record.createdAt());
    }
  }
}
