package io.github.paymentsuite.starter;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;

/** The table {@code dead_letter}, the same in every service that consumes. */
interface DeadLetterMapper {
  /** Keeps a message once; a second time counts its attempts, and it is open again. */
  @Insert(
      """
      INSERT INTO dead_letter
        (consumer_group, message_key, message_id, tag, payload, reason, attempts, died_at)
      VALUES
        (#{consumerGroup}, #{messageKey}, #{messageId}, #{tag}, #{payload}, #{reason}, #{attempts}, #{diedAt})
      ON DUPLICATE KEY UPDATE attempts = attempts + VALUES(attempts), reason = VALUES(reason),
        died_at = CASE WHEN replayed_at IS NULL THEN died_at ELSE VALUES(died_at) END,
        replayed_at = NULL
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

  /** 1 if there was an open one. */
  @Update(
      """
      UPDATE dead_letter SET replayed_at = #{at}
       WHERE consumer_group = #{consumerGroup} AND message_key = #{messageKey} AND replayed_at IS NULL
      """)
  int close(String consumerGroup, String messageKey, Instant at);

  @Update(
      """
      UPDATE dead_letter SET replays = replays + 1, replayed_at = #{at}
       WHERE id = #{id}
      """)
  int markReplayed(long id, Instant at);

  @Update(
      """
      UPDATE dead_letter SET replays = replays + 1, reason = #{reason}
       WHERE id = #{id}
      """)
  int markReplayFailed(long id, String reason);

  @Select(
      """
      SELECT id, message_key, message_id, tag, payload, OCTET_LENGTH(payload) AS payload_size,
             reason, attempts, replays, died_at
        FROM dead_letter
       WHERE id = #{id}
      """)
  Optional<DeadLetter> find(long id);

  /** The open ones behind that one, with no more of their payloads than that many bytes. */
  @Select(
      """
      SELECT id, message_key, message_id, tag, SUBSTRING(payload, 1, #{payloadBytes}) AS payload,
             OCTET_LENGTH(payload) AS payload_size, reason, attempts, replays, died_at
        FROM dead_letter
       WHERE replayed_at IS NULL AND id > #{after}
       ORDER BY id LIMIT #{limit}
      """)
  List<DeadLetter> findOpen(long after, int limit, int payloadBytes);

  @Select("SELECT COUNT(*) FROM dead_letter WHERE replayed_at IS NULL")
  long countOpen();
}
