package io.github.paymentsuite.notify;

import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.apache.ibatis.type.BaseTypeHandler;
import org.apache.ibatis.type.JdbcType;
import org.apache.ibatis.type.MappedTypes;
import org.springframework.stereotype.Component;

/** Keeps a {@link SealedPhone} as the text that it is. */
@Component
@MappedTypes(SealedPhone.class)
class SealedPhoneTypeHandler extends BaseTypeHandler<SealedPhone> {
  @Override
  public void setNonNullParameter(
      PreparedStatement statement, int index, SealedPhone phone, JdbcType jdbcType)
      throws SQLException {
    statement.setString(index, phone.text());
  }

  @Override
  public SealedPhone getNullableResult(ResultSet row, String column) throws SQLException {
    return sealed(row.getString(column));
  }

  @Override
  public SealedPhone getNullableResult(ResultSet row, int column) throws SQLException {
    return sealed(row.getString(column));
  }

  @Override
  public SealedPhone getNullableResult(CallableStatement call, int column) throws SQLException {
    return sealed(call.getString(column));
  }

  private static SealedPhone sealed(String text) {
    return text == null ? null : new SealedPhone(text);
  }
}
