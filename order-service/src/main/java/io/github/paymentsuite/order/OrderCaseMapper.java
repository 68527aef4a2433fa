package io.github.paymentsuite.order;

import java.time.Instant;
import java.util.List;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;

/** The table {@code order_case}. */
@Mapper
interface OrderCaseMapper {
  /** Opens a case once for each payment. Any reason takes the place of ORDER_UNKNOWN. */
  @Insert(
      """
      INSERT INTO order_case (payment_no, order_id, user_id, amount, pay_time, reason, opened_at)
      VALUES (#{paymentNo}, #{orderId}, #{userId}, #{amount}, #{payTime}, #{reason}, #{openedAt})
      ON DUPLICATE KEY UPDATE
        reason = CASE WHEN reason = 'ORDER_UNKNOWN' THEN VALUES(reason) ELSE reason END
      """)
  int open(OrderCase orderCase);

  /** The payments have made their orders PAID after all, where they had an open case. */
  @Update(
      """
      <script>
      UPDATE order_case SET resolved_at = #{at}
       WHERE payment_no IN
             <foreach collection="paymentNos" item="paymentNo" open="(" separator="," close=")">
               #{paymentNo}
             </foreach>
         AND resolved_at IS NULL
      </script>
      """)
  int resolve(List<String> paymentNos, Instant at);

  /** The open ones. */
  @Select(
      """
      SELECT payment_no, order_id, user_id, amount, pay_time, reason, opened_at
        FROM order_case
       WHERE order_id = #{orderId} AND resolved_at IS NULL
       ORDER BY id
      """)
  List<OrderCase> findByOrder(String orderId);

  /** Those that wait for that order, whether it is there or not. */
  @Select(
      """
      SELECT payment_no, order_id, user_id, amount, pay_time, reason, opened_at
        FROM order_case
       WHERE order_id = #{orderId} AND reason = 'ORDER_UNKNOWN' AND resolved_at IS NULL
       ORDER BY id LIMIT #{limit}
      """)
  List<OrderCase> findWaitingFor(String orderId, int limit);

  /** Those that wait for an order that is there. */
  @Select(
      """
      SELECT c.payment_no, c.order_id, c.user_id, c.amount, c.pay_time, c.reason, c.opened_at
        FROM order_case c
        JOIN orders o ON o.order_id = c.order_id
       WHERE c.reason = 'ORDER_UNKNOWN' AND c.resolved_at IS NULL
       ORDER BY c.id LIMIT #{limit}
      """)
  List<OrderCase> findOverdue(int limit);

  /** The open ones, without those whose order is there after all: their payments still count. */
  @Select(
      """
      <script>
      SELECT c.payment_no, c.order_id, c.user_id, c.amount, c.pay_time, c.reason, c.opened_at
        FROM order_case c
       WHERE c.payment_no IN
             <foreach collection="paymentNos" item="paymentNo" open="(" separator="," close=")">
               #{paymentNo}
             </foreach>
         AND c.resolved_at IS NULL
         AND NOT (c.reason = 'ORDER_UNKNOWN'
                  AND EXISTS (SELECT 1 FROM orders o WHERE o.order_id = c.order_id))
      </script>
      """)
  List<OrderCase> findByPayments(List<String> paymentNos);
}
