package io.github.paymentsuite.notify;

import java.util.List;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;

/** Which phones are sealed with which key, in both tables that keep phones. */
@Mapper
interface PhoneKeyMapper {
  @Select(
      """
      SELECT DISTINCT phone_key FROM contact WHERE phone_key IS NOT NULL
       UNION
      SELECT DISTINCT phone_key FROM notification WHERE phone_key IS NOT NULL
      """)
  List<String> findKeysInUse();

  @Select(
      """
      SELECT user_id AS id, user_id, sealed_phone AS phone FROM contact
       WHERE phone_key = #{key} AND user_id > #{after}
       ORDER BY user_id LIMIT #{limit}
      """)
  List<Kept> findContacts(String key, long after, int limit);

  @Select(
      """
      SELECT id, user_id, sealed_phone AS phone FROM notification
       WHERE phone_key = #{key} AND id > #{after}
       ORDER BY id LIMIT #{limit}
      """)
  List<Kept> findNotifications(String key, long after, int limit);

  /** 1 if it is still that phone. */
  @Update(
      """
      UPDATE contact SET sealed_phone = #{anew} WHERE user_id = #{id} AND sealed_phone = #{sealed}
      """)
  int resealContact(long id, SealedPhone sealed, SealedPhone anew);

  /** 1 if it is still that phone. */
  @Update(
      """
      UPDATE notification SET sealed_phone = #{anew} WHERE id = #{id} AND sealed_phone = #{sealed}
      """)
  int resealNotification(long id, SealedPhone sealed, SealedPhone anew);

  /** A phone in a row of one of the tables. */
  record Kept(long id, long userId, SealedPhone phone) {}
}
