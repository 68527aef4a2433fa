package io.github.paymentsuite.starter;

import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.apache.ibatis.type.BaseTypeHandler;
import org.apache.ibatis.type.JdbcType;
import org.apache.ibatis.type.MappedTypes;

/**
 * Keeps an {@link Instant} as date and time in UTC, which is each session's time zone. MyBatis's
 * own hands the driver a {@code java.sql.Timestamp}, for each of which the driver builds a date
 * format.
 */
@MappedTypes(Instant.class)
class InstantTypeHandler extends BaseTypeHandler<Instant> {
  @Override
  public void setNonNullParameter(
      PreparedStatement statement, int index, Instant moment, JdbcType jdbcType)
      throws SQLException {
    statement.setObject(index, LocalDateTime.ofInstant(moment, ZoneOffset.UTC));
  }

  @Override
  public Instant getNullableResult(ResultSet row, String column) throws SQLException {
    return instant(row.getObject(column, LocalDateTime.class));
  }

  @Override
  public Instant getNullableResult(ResultSet row, int column) throws SQLException {
    return instant(row.getObject(column, LocalDateTime.class));
  }

  @Override
  public Instant getNullableResult(CallableStatement call, int column) throws SQLException {
    return instant(call.getObject(column, LocalDateTime.class));
  }

  private static Instant instant(LocalDateTime moment) {
    return moment == null ? null : moment.toInstant(ZoneOffset.UTC);
  }
}
