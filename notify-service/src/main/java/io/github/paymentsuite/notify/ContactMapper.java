package io.github.paymentsuite.notify;

import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Select;

/** The table {@code contact}. */
@Mapper
interface ContactMapper {
  /**
   * Makes sure that each user has a row, and holds it until the end of the transaction; in their
   * order, so that two who hold the same cannot deadlock.
   */
  default void hold(SortedSet<Long> userIds, Instant at) {
    holdInOrder(List.copyOf(userIds), at);
  }

  /** A list, as a statement is taken apart once for each number of rows of a list alone. */
  @Insert(
      """
      <script>
      INSERT INTO contact (user_id, updated_at)
      VALUES <foreach collection="userIds" item="userId" separator=",">(#{userId}, #{at})</foreach>
      ON DUPLICATE KEY UPDATE user_id = user_id
      </script>
      """)
  int holdInOrder(List<Long> userIds, Instant at);

  @Insert(
      """
      INSERT INTO contact (user_id, sealed_phone, updated_at) VALUES (#{userId}, #{phone}, #{at})
      ON DUPLICATE KEY UPDATE
        sealed_phone = VALUES(sealed_phone), updated_at = VALUES(updated_at)
      """)
  int put(long userId, SealedPhone phone, Instant at);

  /** The phones of those of the users who have one. */
  @Select(
      """
      <script>
      SELECT user_id, sealed_phone AS phone FROM contact
       WHERE user_id IN
             <foreach collection="userIds" item="userId" open="(" separator="," close=")">
               #{userId}
             </foreach>
         AND sealed_phone IS NOT NULL
      </script>
      """)
  List<Reachable> findReachable(List<Long> userIds);

  record Reachable(long userId, SealedPhone phone) {}
}
