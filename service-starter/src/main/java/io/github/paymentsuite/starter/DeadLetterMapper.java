package io.github.paymentsuite.starter;

import java.time.Instant;
import org.apache.ibatis.annotations.Insert;

/** The table {@code dead_letter}, the same in every service that consumes. */
interface DeadLetterMapper {
  /** Keeps a message once; a second time only counts its attempts. */
  @Insert(
      """
      INSERT INTO dead_letter
        (consumer_group, message_key, message_id, tag, payload, reason, attempts, died_at)
      VALUES
        (#{consumerGroup}, #{messageKey}, #{messageId}, #{tag}, #{payload}, #{reason}, #{attempts}, #{diedAt})
      ON DUPLICATE KEY UPDATE attempts = attempts + VALUES(attempts), reason = VALUES(reason)
      """)
  int keep(
      String consumerGroup,
      String messageKey,
      String messageId,
      String tag,
      byte[] payload,
      String reason,
      int attempts,
      Instant diedAt);
}
