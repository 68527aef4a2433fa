package io.github.paymentsuite.payment;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;

/** The table {@code payment_attempt}. */
@Mapper
interface PaymentAttemptMapper {
  /**
   * Inserts all of them, or none.
   *
   * @param busyUntil until when each attempt belongs to the thread that charges
   * @throws org.springframework.dao.DuplicateKeyException if one of the orders has a live attempt
   */
  @Insert(
      """
      <script>
      INSERT INTO payment_attempt
        (attempt_no, order_id, user_id, amount, state, charge_deadline, next_query_at, busy_until, created_at, updated_at)
      VALUES <foreach collection="attempts" item="attempt" separator=",">
               (#{attempt.attemptNo}, #{attempt.orderId}, #{attempt.userId}, #{attempt.amount}, #{attempt.state},
                #{attempt.chargeDeadline}, #{busyUntil}, #{busyUntil}, #{attempt.createdAt}, #{attempt.createdAt})
             </foreach>
      </script>
      """)
  int insert(List<PaymentAttempt> attempts, Instant busyUntil);

  /** Moves the attempt if it is still in {@code from}; false if someone else moved it before. */
  default boolean move(String attemptNo, AttemptState from, AttemptState to, Instant at) {
    return moveAll(List.of(attemptNo), from, to, at);
  }

  /**
   * Moves those of the attempts that are still in {@code from}; false if it was not all of them.
   */
  default boolean moveAll(List<String> attemptNos, AttemptState from, AttemptState to, Instant at) {
    requireMove(from, to);
    return update(attemptNos, from, to, at) == attemptNos.size();
  }

  /** Moves the attempt to DECLINED and keeps the provider's word for it. */
  default boolean decline(
      String attemptNo, AttemptState from, String code, String reason, Instant at) {
    requireMove(from, AttemptState.DECLINED);
    return updateDeclined(attemptNo, from, code, reason, at) == 1;
  }

  /** Whoever is PAID or DECLINED is not asked about again; a CLOSED one is, for a while. */
  @Update(
      """
      <script>
      UPDATE payment_attempt
         SET state = #{to}, updated_at = #{at},
             next_query_at = CASE WHEN #{to} IN ('PAID', 'DECLINED') THEN NULL ELSE next_query_at END
       WHERE attempt_no IN
             <foreach collection="attemptNos" item="attemptNo" open="(" separator="," close=")">
               #{attemptNo}
             </foreach>
         AND state = #{from}
      </script>
      """)
  int update(List<String> attemptNos, AttemptState from, AttemptState to, Instant at);

  @Update(
      """
      UPDATE payment_attempt
         SET state = 'DECLINED', decline_code = #{code}, decline_reason = #{reason}, next_query_at = NULL,
             updated_at = #{at}
       WHERE attempt_no = #{attemptNo} AND state = #{from}
      """)
  int updateDeclined(String attemptNo, AttemptState from, String code, String reason, Instant at);

  /** 1 if the charge may still be made. */
  @Update(
      """
      UPDATE payment_attempt SET provider_reference = #{reference}
       WHERE attempt_no = #{attemptNo} AND state = 'CHARGING' AND provider_reference IS NULL
      """)
  int keepReference(String attemptNo, String reference);

  /** Those to be asked about now, locked; whoever has locked others is left alone. */
  @Select(
      """
      SELECT attempt_no, order_id, user_id, amount, state, provider_reference, charge_deadline, created_at
        FROM payment_attempt
       WHERE next_query_at <= #{now} AND busy_until <= #{now}
       ORDER BY next_query_at LIMIT #{limit}
         FOR UPDATE SKIP LOCKED
      """)
  List<PaymentAttempt> lockDue(Instant now, int limit);

  /** 1 if nobody else is at the attempt, and until then nobody else will be. */
  @Update(
      """
      UPDATE payment_attempt SET busy_until = #{until}
       WHERE attempt_no = #{attemptNo} AND busy_until <= #{now} AND state IN ('CHARGING', 'REVERSING')
      """)
  int claimOpen(String attemptNo, Instant now, Instant until);

  @Update("UPDATE payment_attempt SET busy_until = #{until} WHERE attempt_no = #{attemptNo}")
  int hold(String attemptNo, Instant until);

  /** Nobody is at the attempt any more; it is asked about again then, unless it was settled. */
  @Update(
      """
      UPDATE payment_attempt SET busy_until = #{notBefore}, next_query_at = #{nextQueryAt}
       WHERE attempt_no = #{attemptNo} AND next_query_at IS NOT NULL
      """)
  int putBack(String attemptNo, Instant notBefore, Instant nextQueryAt);

  @Select(
      """
      SELECT attempt_no, order_id, user_id, amount, state, provider_reference, charge_deadline, created_at
        FROM payment_attempt
       WHERE attempt_no = #{attemptNo}
      """)
  Optional<PaymentAttempt> find(String attemptNo);

  /** Whether nobody knows how it ended, and no person has been told. */
  @Select(
      """
      SELECT COUNT(*) > 0
        FROM payment_attempt a LEFT JOIN payment_case c ON c.attempt_no = a.attempt_no
       WHERE a.attempt_no = #{attemptNo} AND a.state IN ('CHARGING', 'REVERSING') AND c.id IS NULL
      """)
  boolean isOpenWithoutCase(String attemptNo);

  /** How many are open, and since when the oldest of them is. */
  @Select(
      """
      SELECT COUNT(*) AS count, MIN(created_at) AS oldest
        FROM payment_attempt
       WHERE next_query_at IS NOT NULL AND state IN ('CHARGING', 'REVERSING')
      """)
  Waiting countOpen();

  private static void requireMove(AttemptState from, AttemptState to) {
    if (!from.canMoveTo(to)) {
      throw new IllegalArgumentException("an attempt never moves from " + from + " to " + to);
    }
  }
}
