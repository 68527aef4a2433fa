package io.github.paymentsuite.notify;

import java.time.Instant;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Select;

/** The table {@code contact}. */
@Mapper
interface ContactMapper {
  /** Makes sure that the user has a row, and holds it until the end of the transaction. */
  @Insert(
      """
      INSERT INTO contact (user_id, updated_at) VALUES (#{userId}, #{at})
      ON DUPLICATE KEY UPDATE user_id = user_id
      """)
  int hold(long userId, Instant at);

  @Insert(
      """
      INSERT INTO contact (user_id, sealed_phone, updated_at) VALUES (#{userId}, #{phone}, #{at})
      ON DUPLICATE KEY UPDATE
        sealed_phone = VALUES(sealed_phone), updated_at = VALUES(updated_at)
      """)
  int put(long userId, SealedPhone phone, Instant at);

  @Select("SELECT COUNT(sealed_phone) FROM contact WHERE user_id = #{userId}")
  boolean hasPhone(long userId);
}
