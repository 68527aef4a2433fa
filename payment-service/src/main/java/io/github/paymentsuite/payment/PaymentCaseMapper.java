package io.github.paymentsuite.payment;

import java.time.Instant;
import java.util.List;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Select;

/** The table {@code payment_case}. */
@Mapper
interface PaymentCaseMapper {
  /**
   * @throws org.springframework.dao.DuplicateKeyException if the attempt is such a case already
   */
  @Insert(
      """
      INSERT INTO payment_case (attempt_no, order_id, reason, detail, opened_at)
      VALUES (#{attempt.attemptNo}, #{attempt.orderId}, #{reason}, #{detail}, #{at})
      """)
  int open(PaymentAttempt attempt, PaymentCase.Reason reason, String detail, Instant at);

  /**
   * Those after that id that still wait, oldest first. A case waits as long as its attempt is open;
   * a late payment waits for a person's eyes for ever.
   */
  @Select(
      """
      SELECT c.id, c.attempt_no, c.order_id, c.reason, c.detail, c.opened_at
        FROM payment_case c JOIN payment_attempt a ON a.attempt_no = c.attempt_no
       WHERE c.id > #{after} AND (a.state IN ('CHARGING', 'REVERSING') OR c.reason = 'LATE_PAYMENT')
       ORDER BY c.id LIMIT #{limit}
      """)
  List<PaymentCase> findWaiting(long after, int limit);

  @Select(
      """
      SELECT COUNT(*)
        FROM payment_case c JOIN payment_attempt a ON a.attempt_no = c.attempt_no
       WHERE a.state IN ('CHARGING', 'REVERSING') OR c.reason = 'LATE_PAYMENT'
      """)
  long countWaiting();
}
