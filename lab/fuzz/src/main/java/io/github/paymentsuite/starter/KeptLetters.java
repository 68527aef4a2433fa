package io.github.paymentsuite.starter;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The table of dead letters as far as it refuses what it has no room for. */
final class KeptLetters implements DeadLetterMapper {
  DeadLetter letter;

  @Override
  public int keep(
      String consumerGroup,
      String messageKey,
      String messageId,
      String tag,
      byte[] payload,
      String reason,
      int attempts,
      Instant diedAt) {
    requireFits(messageKey, 128);
    requireFits(messageId, 64);
    if (reason.length() > 1000) {
      throw new AssertionError("the reason has " + reason.length() + " characters");
    }
    letter =
        new DeadLetter(
            1, messageKey, messageId, tag, payload, payload.length, reason, attempts, 0, diedAt);
    return 1;
  }

  /** Into a column of ASCII. */
  private static void requireFits(String text, int length) {
    if (text.length() > length || !StandardCharsets.US_ASCII.newEncoder().canEncode(text)) {
      throw new AssertionError("there is no room for " + text);
    }
  }

  @Override
  public Optional<DeadLetter> find(long id) {
    return Optional.ofNullable(letter);
  }

  @Override
  public int close(String consumerGroup, String messageKey, Instant at) {
    return 0;
  }

  @Override
  public int markReplayed(long id, Instant at) {
    return 1;
  }

  @Override
  public int markReplayFailed(long id, String reason) {
    return 1;
  }

  @Override
  public List<DeadLetter> findOpen(long after, int limit, int payloadBytes) {
    return List.of();
  }

  @Override
  public long countOpen() {
    return 0;
  }
}
