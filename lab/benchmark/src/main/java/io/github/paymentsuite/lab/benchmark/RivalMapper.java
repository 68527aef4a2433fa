package io.github.paymentsuite.lab.benchmark;

import io.github.paymentsuite.lab.benchmark.RivalAnnouncement.PaidAttempt;
import java.time.Instant;
import java.util.List;
import org.apache.ibatis.annotations.Delete;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;

/** The statements of payment-service that a payment needs, and those of the outbox. */
@Mapper
interface RivalMapper {
  /**
   * @param busyUntil until when the attempt belongs to the thread that charges
   * @throws org.springframework.dao.DuplicateKeyException if the order has a live attempt
   */
  @Insert(
      """
      INSERT INTO payment_attempt
        (attempt_no, order_id, user_id, amount, state, charge_deadline, next_query_at, busy_until, created_at, updated_at)
      VALUES
        (#{attempt.attemptNo}, #{attempt.orderId}, #{attempt.userId}, #{attempt.amount}, 'CHARGING',
         #{attempt.chargeDeadline}, #{busyUntil}, #{busyUntil}, #{attempt.createdAt}, #{attempt.createdAt})
      """)
  int insertAttempt(RivalAttempt attempt, Instant busyUntil);

  /** 1 if this call moved the attempt to PAID, 0 if it was not CHARGING any more. */
  @Update(
      """
      UPDATE payment_attempt SET state = 'PAID', updated_at = #{at}, next_query_at = NULL
       WHERE attempt_no = #{attemptNo} AND state = 'CHARGING'
      """)
  int markPaid(String attemptNo, Instant at);

  /** Without a sweep of its own a rival never looks after the payment again. */
  @Insert(
      """
      INSERT INTO payment_record
        (payment_no, order_id, user_id, amount, pay_time, status, transaction_id, provider_trade_no,
         next_sweep_at, created_at)
      VALUES
        (#{paid.attempt.attemptNo}, #{paid.attempt.orderId}, #{paid.attempt.userId}, #{paid.attempt.amount},
         #{paid.payTime}, 'SUCCESS', #{transactionId}, #{paid.providerTradeNo}, NULL, #{at})
      """)
  int insertRecord(PaidAttempt paid, String transactionId, Instant at);

  @Insert(
      """
      INSERT INTO outbox (order_id, payload, created_at) VALUES (#{orderId}, #{payload}, #{at})
      """)
  int insertOutboxRow(String orderId, byte[] payload, Instant at);

  /** The oldest, locked; whoever has locked others is left alone. */
  @Select(
      """
      SELECT id, order_id, payload FROM outbox ORDER BY id LIMIT #{limit} FOR UPDATE SKIP LOCKED
      """)
  List<OutboxRow> lockOutboxRows(int limit);

  @Delete(
      """
      <script>
      DELETE FROM outbox
       WHERE id IN <foreach collection="ids" item="id" open="(" separator=", " close=")">#{id}</foreach>
      </script>
      """)
  int deleteOutboxRows(List<Long> ids);

  /** What is to be sent. */
  record OutboxRow(long id, String orderId, byte[] payload) {}
}
