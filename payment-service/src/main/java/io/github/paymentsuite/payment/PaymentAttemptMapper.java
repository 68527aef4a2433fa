package io.github.paymentsuite.payment;

import java.time.Instant;
import java.util.Optional;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;

/** The table {@code payment_attempt}. */
@Mapper
interface PaymentAttemptMapper {
  /**
   * @throws org.springframework.dao.DuplicateKeyException if the order has a live attempt
   */
  @Insert(
      """
      INSERT INTO payment_attempt
        (attempt_no, order_id, user_id, amount, state, charge_deadline, created_at, updated_at)
      VALUES
        (#{attemptNo}, #{orderId}, #{userId}, #{amount}, #{state}, #{chargeDeadline}, #{createdAt}, #{createdAt})
      """)
  int insert(PaymentAttempt attempt);

  /** Moves the attempt if it is still in {@code from}; false if someone else moved it before. */
  default boolean move(String attemptNo, AttemptState from, AttemptState to, Instant at) {
    requireMove(from, to);
    return update(attemptNo, from, to, at) == 1;
  }

  /** Moves the attempt to DECLINED and keeps the provider's word for it. */
  default boolean decline(
      String attemptNo, AttemptState from, String code, String reason, Instant at) {
    requireMove(from, AttemptState.DECLINED);
    return updateDeclined(attemptNo, from, code, reason, at) == 1;
  }

  @Update(
      """
      UPDATE payment_attempt SET state = #{to}, updated_at = #{at}
       WHERE attempt_no = #{attemptNo} AND state = #{from}
      """)
  int update(String attemptNo, AttemptState from, AttemptState to, Instant at);

  @Update(
      """
      UPDATE payment_attempt
         SET state = 'DECLINED', decline_code = #{code}, decline_reason = #{reason}, updated_at = #{at}
       WHERE attempt_no = #{attemptNo} AND state = #{from}
      """)
  int updateDeclined(String attemptNo, AttemptState from, String code, String reason, Instant at);

  @Select(
      """
      SELECT attempt_no, order_id, user_id, amount, state, charge_deadline, created_at
        FROM payment_attempt
       WHERE live_order_id = #{orderId}
      """)
  Optional<PaymentAttempt> findLive(String orderId);

  private static void requireMove(AttemptState from, AttemptState to) {
    if (!from.canMoveTo(to)) {
      throw new IllegalArgumentException("an attempt never moves from " + from + " to " + to);
    }
  }
}
