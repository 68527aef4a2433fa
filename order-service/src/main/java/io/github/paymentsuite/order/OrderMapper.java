package io.github.paymentsuite.order;

import io.github.paymentsuite.events.PaymentSucceeded;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;

/** The table {@code orders}. */
@Mapper
interface OrderMapper {
  /**
   * @throws org.springframework.dao.DuplicateKeyException if there is an order with this id
   */
  @Insert(
      """
      INSERT INTO orders (order_id, user_id, amount, status, created_at, updated_at)
      VALUES (#{orderId}, #{userId}, #{amount}, #{status}, #{createdAt}, #{updatedAt})
      """)
  int insert(Order order);

  /**
   * The number of orders that their payments made PAID; without those that are not there, not
   * CREATED, or not alike. Of two payments of one order at most one counts, and which of them is
   * not to be relied on.
   */
  @Update(
      """
      <script>
      UPDATE orders
         SET status = 'PAID', updated_at = #{at},
             payment_no = CASE order_id
               <foreach collection="payments" item="payment">
                 WHEN #{payment.orderId} THEN #{payment.paymentNo}
               </foreach>
             END
       WHERE <foreach collection="payments" item="payment" open="(" separator="OR" close=")">
               (order_id = #{payment.orderId} AND user_id = #{payment.userId} AND amount = #{payment.amount})
             </foreach>
             AND status = 'CREATED'
      </script>
      """)
  int markPaid(List<PaymentSucceeded> payments, Instant at);

  /** 1 if this call cancelled the order; 0 if it is not there or not CREATED. */
  @Update(
      """
      UPDATE orders SET status = 'CANCELLED', updated_at = #{at}
       WHERE order_id = #{orderId} AND status = 'CREATED'
      """)
  int markCancelled(String orderId, Instant at);

  @Select(
      """
      SELECT order_id, user_id, amount, status, payment_no, created_at, updated_at
        FROM orders
       WHERE order_id = #{orderId}
      """)
  Optional<Order> find(String orderId);

  /** Those of the payments that have made an order PAID. */
  @Select(
      """
      <script>
      SELECT payment_no FROM orders
       WHERE payment_no IN
             <foreach collection="paymentNos" item="paymentNo" open="(" separator="," close=")">
               #{paymentNo}
             </foreach>
      </script>
      """)
  List<String> findPaidBy(List<String> paymentNos);
}
