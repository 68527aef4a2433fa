package io.github.paymentsuite.points;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Select;

/** The ledger {@code points_record} and the balances {@code user_points}. */
@Mapper
interface PointsMapper {
  /**
   * @throws org.springframework.dao.DuplicateKeyException if one of the payments is in the ledger
   */
  @Insert(
      """
      <script>
      INSERT INTO points_record (payment_no, user_id, order_id, points, reason, created_at)
      VALUES <foreach collection="records" item="record" separator=",">
               (#{record.paymentNo}, #{record.userId}, #{record.orderId}, #{record.points},
                #{record.reason}, #{record.createdAt})
             </foreach>
      </script>
      """)
  int insert(List<PointsRecord> records);

  /** Adds to the users' balances, which begin with the first payment. */
  @Insert(
      """
      <script>
      INSERT INTO user_points (user_id, points, updated_at)
      VALUES <foreach collection="additions" item="addition" separator=",">
               (#{addition.userId}, #{addition.points}, #{at})
             </foreach>
      ON DUPLICATE KEY UPDATE points = points + VALUES(points), updated_at = VALUES(updated_at)
      </script>
      """)
  int add(List<Addition> additions, Instant at);

  /** What is added to a user's balance. */
  record Addition(long userId, long points) {}

  @Select("SELECT points FROM user_points WHERE user_id = #{userId}")
  Optional<Long> findBalance(long userId);

  /** Newest first, from before that row on. */
  @Select(
      """
      SELECT id, payment_no, user_id, order_id, points, reason, created_at
        FROM points_record
       WHERE user_id = #{userId} AND id < #{before}
       ORDER BY id DESC LIMIT #{limit}
      """)
  List<PointsRecord> findRecords(long userId, long before, int limit);

  /** Those of the payments that are in the ledger. */
  @Select(
      """
      <script>
      SELECT payment_no FROM points_record
       WHERE payment_no IN
             <foreach collection="paymentNos" item="paymentNo" open="(" separator="," close=")">
               #{paymentNo}
             </foreach>
      </script>
      """)
  List<String> findAwarded(List<String> paymentNos);
}
