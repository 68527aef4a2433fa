package io.github.paymentsuite.payment;

import java.util.List;
import java.util.Optional;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Select;

/** The table {@code payment_record}. */
@Mapper
interface PaymentRecordMapper {
  @Insert(
      """
      <script>
      INSERT INTO payment_record
        (payment_no, order_id, user_id, amount, pay_time, status, transaction_id, provider_trade_no,
         next_sweep_at, created_at)
      VALUES <foreach collection="payments" item="payment" separator=",">
               (#{payment.paymentNo}, #{payment.orderId}, #{payment.userId}, #{payment.amount}, #{payment.payTime},
                'SUCCESS', #{payment.transactionId}, #{payment.providerTradeNo}, #{payment.nextSweepAt},
                #{payment.createdAt})
             </foreach>
      </script>
      """)
  int insert(List<PaymentRecord> payments);

  /**
   * The attempt and its record in one statement, so that they are of one moment; empty if there is
   * no such attempt.
   */
  @Select(
      """
      SELECT a.state, r.transaction_id
        FROM payment_attempt a LEFT JOIN payment_record r ON r.payment_no = a.attempt_no
       WHERE a.attempt_no = #{attemptNo}
      """)
  Optional<Recorded> findRecorded(String attemptNo);

  /** Whose half message wrote the record, if there is one. */
  record Recorded(AttemptState state, String transactionId) {}
}
