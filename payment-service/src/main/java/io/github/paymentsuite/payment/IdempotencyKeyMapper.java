package io.github.paymentsuite.payment;

import java.time.Instant;
import java.util.Optional;
import org.apache.ibatis.annotations.Delete;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Select;

/** The table {@code idempotency_key}. */
@Mapper
interface IdempotencyKeyMapper {
  /**
   * @throws org.springframework.dao.DuplicateKeyException if the key is in use
   */
  @Insert(
      """
      INSERT INTO idempotency_key (client, key_digest, fingerprint, attempt_no, conflict, created_at)
      VALUES (#{key.client}, #{key.digest}, #{answer.fingerprint}, #{answer.attemptNo}, #{answer.conflict}, #{at})
      """)
  int insert(IdempotencyKey key, KeptAnswer answer, Instant at);

  @Select(
      """
      SELECT fingerprint, attempt_no, conflict
        FROM idempotency_key
       WHERE client = #{key.client} AND key_digest = #{key.digest} AND created_at >= #{notBefore}
      """)
  Optional<KeptAnswer> find(IdempotencyKey key, Instant notBefore);

  @Delete(
      """
      DELETE FROM idempotency_key
       WHERE client = #{key.client} AND key_digest = #{key.digest} AND created_at < #{before}
      """)
  int deleteExpired(IdempotencyKey key, Instant before);

  @Delete(
      """
      DELETE FROM idempotency_key WHERE created_at < #{before} ORDER BY created_at LIMIT #{limit}
      """)
  int deleteAllExpired(Instant before, int limit);

  /** What a key's first request was answered from: an attempt, or else a conflict with one. */
  record KeptAnswer(String fingerprint, String attemptNo, PaymentConflict.Reason conflict) {}
}
