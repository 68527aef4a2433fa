package io.github.paymentsuite.order;

import java.util.List;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Select;

/** The table {@code order_case}. */
@Mapper
interface OrderCaseMapper {
  /** Opens a case once for each payment. */
  @Insert(
      """
      INSERT INTO order_case (payment_no, order_id, user_id, amount, reason, opened_at)
      VALUES (#{paymentNo}, #{orderId}, #{userId}, #{amount}, #{reason}, #{openedAt})
      ON DUPLICATE KEY UPDATE payment_no = payment_no
      """)
  int open(OrderCase orderCase);

  @Select(
      """
      SELECT payment_no, order_id, user_id, amount, reason, opened_at
        FROM order_case
       WHERE order_id = #{orderId}
       ORDER BY id
      """)
  List<OrderCase> findByOrder(String orderId);

  @Select(
      """
      <script>
      SELECT payment_no, order_id, user_id, amount, reason, opened_at
        FROM order_case
       WHERE payment_no IN
             <foreach collection="paymentNos" item="paymentNo" open="(" separator="," close=")">
               #{paymentNo}
             </foreach>
      </script>
      """)
  List<OrderCase> findByPayments(List<String> paymentNos);
}
