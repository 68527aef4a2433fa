package io.github.paymentsuite.payment;

import java.util.Optional;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Select;

/** Reads what clients are told: an attempt together with its record, as of one moment. */
@Mapper
interface PaymentMapper {
  @Select(
      """
      SELECT a.attempt_no AS payment_no, a.order_id, a.user_id, a.amount, a.state, r.pay_time, a.decline_reason
        FROM payment_attempt a LEFT JOIN payment_record r ON r.payment_no = a.attempt_no
       WHERE a.attempt_no = #{paymentNo}
      """)
  Optional<Payment> find(String paymentNo);

  /** The attempt that keeps others off the order. */
  @Select(
      """
      SELECT a.attempt_no AS payment_no, a.order_id, a.user_id, a.amount, a.state, r.pay_time, a.decline_reason
        FROM payment_attempt a LEFT JOIN payment_record r ON r.payment_no = a.attempt_no
       WHERE a.live_order_id = #{orderId}
      """)
  Optional<Payment> findLive(String orderId);

  /** Attempts on one order follow one another, so the last one is how the order stands. */
  @Select(
      """
      SELECT a.attempt_no AS payment_no, a.order_id, a.user_id, a.amount, a.state, r.pay_time, a.decline_reason
        FROM payment_attempt a LEFT JOIN payment_record r ON r.payment_no = a.attempt_no
       WHERE a.order_id = #{orderId}
       ORDER BY a.id DESC LIMIT 1
      """)
  Optional<Payment> findLatest(String orderId);
}
