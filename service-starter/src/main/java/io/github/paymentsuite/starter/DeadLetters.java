package io.github.paymentsuite.starter;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.rocketmq.common.message.MessageExt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The messages that a service could not handle, until they are handled after all. */
public class DeadLetters {
  private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);
  private static final int MAX_REASON_LENGTH = 1000;
  private static final int LISTED_PAYLOAD_BYTES = 4096;

  /** What the table has room for. */
  private static final Pattern MESSAGE_ID = Pattern.compile("[A-Za-z0-9-]{1,64}");

  private final String consumerGroup;
  private final DeadLetterMapper letters;
  private final Clock clock;
  private final Counter kept;

  DeadLetters(
      String consumerGroup, DeadLetterMapper letters, Clock clock, MeterRegistry measurements) {
    this.consumerGroup = consumerGroup;
    this.letters = letters;
    this.clock = clock;
    this.kept =
        Counter.builder("dead.letters.kept")
            .description("Messages that were given up")
            .register(measurements);
    Gauge.builder("dead.letters.open", letters, DeadLetterMapper::countOpen)
        .description("Messages that were given up and not handled since")
        .register(measurements);
  }

  /** The payment was handled after all: if it had become a dead letter, it is none any more. */
  public void close(String paymentNo) {
    if (letters.close(consumerGroup, keyOf(paymentNo), clock.instant()) == 1) {
      log.info("payment {} was handled after all, its dead letter is closed", paymentNo);
    }
  }

  void keepPayment(String paymentNo, MessageExt message, int attempts, RuntimeException cause) {
    keep(keyOf(paymentNo), message, attempts, cause);
  }

  /** What is no event has no number of a payment. */
  void keepPoison(MessageExt message, int attempts, RuntimeException cause) {
    keep("message:" + idOf(message), message, attempts, cause);
  }

  Optional<DeadLetter> find(long id) {
    return letters.find(id);
  }

  List<DeadLetter> open(long after, int limit) {
    return letters.findOpen(after, limit, LISTED_PAYLOAD_BYTES);
  }

  void replayed(DeadLetter letter) {
    letters.markReplayed(letter.id(), clock.instant());
    log.info("dead letter {} replayed", letter.messageKey());
  }

  void replayFailed(DeadLetter letter, RuntimeException cause) {
    letters.markReplayFailed(letter.id(), reason(cause));
    log.warn("dead letter {} replayed in vain: {}", letter.messageKey(), cause.toString());
  }

  private void keep(String key, MessageExt message, int attempts, RuntimeException cause) {
    letters.keep(
        consumerGroup,
        key,
        idOf(message),
        message.getTags(),
        message.getBody(),
        reason(cause),
        attempts,
        clock.instant());
    kept.increment();
    log.error("dead letter {} after {} attempts: {}", key, attempts, cause.toString());
  }

  /**
   * The sender chooses the id. One that the table does not take must not bring the message back for
   * ever.
   */
  private static String idOf(MessageExt message) {
    String id = message.getMsgId();
    return MESSAGE_ID.matcher(id).matches()
        ? id
        : DigestUtils.sha256Hex(id.getBytes(StandardCharsets.UTF_8));
  }

  private static String keyOf(String paymentNo) {
    return "payment:" + paymentNo;
  }

  private static String reason(RuntimeException cause) {
    String reason = cause.toString();
    return reason.substring(0, Math.min(reason.length(), MAX_REASON_LENGTH));
  }
}
