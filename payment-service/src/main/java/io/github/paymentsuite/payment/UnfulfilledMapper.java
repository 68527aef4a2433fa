package io.github.paymentsuite.payment;

import io.github.paymentsuite.events.Money;
import java.time.Instant;
import java.util.List;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;

/** What of the table {@code payment_record} tells who still lacks a payment. */
@Mapper
interface UnfulfilledMapper {
  /** A payment as it was announced. */
  record Announced(
      long id,
      String paymentNo,
      String orderId,
      long userId,
      Money amount,
      Instant payTime,
      Instant createdAt) {}

  /** Those to be looked after now, locked; whoever has locked others is left alone. */
  @Select(
      """
      SELECT id, payment_no, order_id, user_id, amount, pay_time, created_at
        FROM payment_record
       WHERE next_sweep_at <= #{now}
       ORDER BY next_sweep_at LIMIT #{limit}
         FOR UPDATE SKIP LOCKED
      """)
  List<Announced> lockDue(Instant now, int limit);

  @Update(
      """
      <script>
      UPDATE payment_record SET next_sweep_at = #{at}
       WHERE fulfilled_at IS NULL AND payment_no IN
       <foreach collection="paymentNos" item="no" open="(" separator="," close=")">#{no}</foreach>
      </script>
      """)
  int postpone(List<String> paymentNos, Instant at);

  @Update(
      """
      <script>
      UPDATE payment_record SET fulfilled_at = #{at}, next_sweep_at = NULL
       WHERE fulfilled_at IS NULL AND payment_no IN
       <foreach collection="paymentNos" item="no" open="(" separator="," close=")">#{no}</foreach>
      </script>
      """)
  int markFulfilled(List<String> paymentNos, Instant at);

  /** Somebody lacks it after all. */
  @Update(
      """
      UPDATE payment_record SET fulfilled_at = NULL, next_sweep_at = #{at}
       WHERE payment_no = #{paymentNo} AND fulfilled_at IS NOT NULL
      """)
  int reopen(String paymentNo, Instant at);

  /** Fulfilled ones before that row, newest first. */
  @Select(
      """
      SELECT id, payment_no, order_id, user_id, amount, pay_time, created_at
        FROM payment_record
       WHERE id < #{before} AND fulfilled_at IS NOT NULL
       ORDER BY id DESC LIMIT #{limit}
      """)
  List<Announced> findFulfilled(long before, int limit);

  /** How many somebody may lack, and since when the oldest of them is recorded. */
  @Select(
      """
      SELECT COUNT(*) AS count, MIN(created_at) AS oldest
        FROM payment_record
       WHERE next_sweep_at IS NOT NULL
      """)
  Waiting countUnfulfilled();
}
