package io.github.paymentsuite.starter;

import io.github.paymentsuite.events.Money;
import java.math.BigDecimal;
import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.apache.ibatis.type.BaseTypeHandler;
import org.apache.ibatis.type.JdbcType;
import org.apache.ibatis.type.MappedTypes;

/** Keeps {@link Money} as {@code DECIMAL(10,2)}. */
@MappedTypes(Money.class)
class MoneyTypeHandler extends BaseTypeHandler<Money> {
  @Override
  public void setNonNullParameter(
      PreparedStatement statement, int index, Money amount, JdbcType jdbcType) throws SQLException {
    statement.setBigDecimal(index, amount.yuan());
  }

  @Override
  public Money getNullableResult(ResultSet row, String column) throws SQLException {
    return money(row.getBigDecimal(column));
  }

  @Override
  public Money getNullableResult(ResultSet row, int column) throws SQLException {
    return money(row.getBigDecimal(column));
  }

  @Override
  public Money getNullableResult(CallableStatement call, int column) throws SQLException {
    return money(call.getBigDecimal(column));
  }

  private static Money money(BigDecimal yuan) {
    return yuan == null ? null : new Money(yuan);
  }
}
