package io.github.paymentsuite.payment;

import java.time.Instant;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;

/** The table {@code payment_case}. */
@Mapper
interface PaymentCaseMapper {
  /** Opens a case once for each reason. */
  @Insert(
      """
      INSERT INTO payment_case (attempt_no, order_id, reason, detail, opened_at)
      VALUES (#{attemptNo}, #{orderId}, #{reason}, #{detail}, #{openedAt})
      ON DUPLICATE KEY UPDATE detail = detail
      """)
  int open(String attemptNo, String orderId, String reason, String detail, Instant openedAt);
}
