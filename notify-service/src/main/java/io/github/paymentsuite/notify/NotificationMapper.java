package io.github.paymentsuite.notify;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;

/** The table {@code notification}. Every update says from which status it moves. */
@Mapper
interface NotificationMapper {
  /**
   * Inserts all of them, or none.
   *
   * @param askFirst whether the payments may have had their SMS before
   * @throws org.springframework.dao.DuplicateKeyException if one of the payments has its
   *     notification
   */
  @Insert(
      """
      <script>
      INSERT INTO notification
        (payment_no, order_id, user_id, amount, ask_first, status, due_at, sealed_phone, attempts,
         created_at, updated_at)
      VALUES <foreach collection="prepared" item="one" separator=",">
               (#{one.notification.paymentNo}, #{one.notification.orderId},
                #{one.notification.userId}, #{one.notification.amount}, #{askFirst},
                #{one.notification.status}, #{one.dueAt}, #{one.notification.phone},
                #{one.notification.attempts}, #{one.notification.createdAt},
                #{one.notification.createdAt})
             </foreach>
      </script>
      """)
  int insert(List<Due> prepared, boolean askFirst);

  /** A notification and when somebody is to turn to it; of one that is claimed, the claim's end. */
  record Due(Notification notification, Instant dueAt) {}

  /** The user's phone has arrived: what waited is sent, or asked about as if someone were at it. */
  @Update(
      """
      UPDATE notification
         SET status = CASE WHEN ask_first THEN 'SENDING' ELSE 'PENDING' END,
             due_at = GREATEST(due_at, #{at}), updated_at = #{at}
       WHERE user_id = #{userId} AND status = 'WAITING'
      """)
  int release(long userId, Instant at);

  /** 1 if it now belongs to the caller, who may send: nobody has since it became PENDING. */
  @Update(
      """
      UPDATE notification
         SET status = 'SENDING', due_at = #{leaseEnd}, attempts = attempts + 1, updated_at = #{now},
             sealed_phone = (
               SELECT c.sealed_phone FROM contact c WHERE c.user_id = notification.user_id)
       WHERE payment_no = #{paymentNo} AND status = 'PENDING' AND due_at <= #{now}
      """)
  int claim(String paymentNo, Instant now, Instant leaseEnd);

  /** 1 if it now belongs to the caller, who must ask before sending: someone else may have sent. */
  @Update(
      """
      UPDATE notification
         SET due_at = #{leaseEnd}, updated_at = #{now},
             sealed_phone = COALESCE(
               sealed_phone,
               (SELECT c.sealed_phone FROM contact c WHERE c.user_id = notification.user_id))
       WHERE payment_no = #{paymentNo} AND status = 'SENDING' AND due_at <= #{now}
      """)
  int claimAbandoned(String paymentNo, Instant now, Instant leaseEnd);

  /** 1 if the claim that ends then still held: the caller may send once more, and has longer. */
  @Update(
      """
      UPDATE notification
         SET due_at = #{nextLeaseEnd}, attempts = attempts + 1, updated_at = #{now}
       WHERE payment_no = #{paymentNo} AND status = 'SENDING' AND due_at = #{leaseEnd}
      """)
  int renewToSend(String paymentNo, Instant leaseEnd, Instant now, Instant nextLeaseEnd);

  /**
   * Also for claims that have run out, whatever a successor made of them: accepted is accepted. By
   * the payments, as every other update here: while few are unsent, the index by status would seem
   * cheaper, and would lock those that are not meant.
   */
  @Update(
      """
      <script>
      UPDATE notification FORCE INDEX (uk_payment_no)
         SET status = 'SENT', sent_at = #{at}, updated_at = #{at}
       WHERE payment_no IN
             <foreach collection="paymentNos" item="paymentNo" open="(" separator="," close=")">
               #{paymentNo}
             </foreach>
         AND status IN ('SENDING', 'PENDING', 'FAILED')
      </script>
      """)
  int markSent(List<String> paymentNos, Instant at);

  /** 1 if the claim that ends then still held. */
  @Update(
      """
      UPDATE notification SET status = #{next}, due_at = #{dueAt}, updated_at = #{at}
       WHERE payment_no = #{paymentNo} AND status = 'SENDING' AND due_at = #{leaseEnd}
      """)
  int giveBack(
      String paymentNo, Instant leaseEnd, NotificationStatus next, Instant dueAt, Instant at);

  /** What is to be sent, and what was claimed and not finished, longest due first. */
  @Select(
      """
      SELECT payment_no FROM notification
       WHERE status IN ('PENDING', 'SENDING') AND due_at <= #{now}
       ORDER BY due_at LIMIT #{limit}
      """)
  List<String> findDue(Instant now, int limit);

  @Select(
      """
      SELECT payment_no, order_id, user_id, amount, status, sealed_phone AS phone, attempts,
             sent_at, created_at
        FROM notification
       WHERE payment_no = #{paymentNo}
      """)
  Optional<Notification> find(String paymentNo);

  @Select(
      """
      SELECT payment_no, order_id, user_id, amount, status, sealed_phone AS phone, attempts,
             sent_at, created_at
        FROM notification
       WHERE order_id = #{orderId}
       ORDER BY id
      """)
  List<Notification> findByOrder(String orderId);

  @Select(
      """
      <script>
      SELECT payment_no, status FROM notification
       WHERE payment_no IN
             <foreach collection="paymentNos" item="paymentNo" open="(" separator="," close=")">
               #{paymentNo}
             </foreach>
      </script>
      """)
  List<Standing> findByPayments(List<String> paymentNos);

  /** How the notification of a payment stands. */
  record Standing(String paymentNo, NotificationStatus status) {}

  /** How many there are of each status but SENT, and since when the oldest of them has been. */
  @Select(
      """
      SELECT status, COUNT(*) AS notifications, MIN(created_at) AS oldest
        FROM notification
       WHERE status IN ('WAITING', 'PENDING', 'SENDING', 'FAILED')
       GROUP BY status
      """)
  List<Unsent> countUnsent();

  /** Notifications of one status that are not SENT. */
  record Unsent(NotificationStatus status, long notifications, Instant oldest) {}
}
