package io.github.paymentsuite.lab.fault;

import java.io.IOException;
import java.util.Map;

/** Replaces a text in the SQL of one statement. */
record SqlChange(Joint statement, String text, String instead)
    implements Planting.Bend, Planting.Verification {
  private static final String PARAMETER = "#\\{[^}]*}";

  SqlChange {
    if (parametersOf(text) != parametersOf(instead)) {
      throw new IllegalArgumentException(
          "\"%s\" and \"%s\" differ in their parameters".formatted(text, instead));
    }
  }

  @Override
  public void verify(ShippedClasses classes) throws IOException {
    String sql = classes.sql(statement);
    if (sql.indexOf(text) < 0 || sql.indexOf(text) != sql.lastIndexOf(text)) {
      throw new ShippedClasses.NotShipped(
          "\"%s\" does not stand exactly once in %s:%n%s".formatted(text, statement, sql));
    }
  }

  /** MyBatis hands out its SQL in an object of its own for every execution. */
  @Override
  public boolean bend(Call call) throws Exception {
    if (!statement.toString().equals(Insides.call(call.target(), "getId"))) {
      return false;
    }
    Object bound = call.result();
    String sql = (String) Insides.call(bound, "getSql");
    String changed =
        sql.replace(text.replaceAll(PARAMETER, "?"), instead.replaceAll(PARAMETER, "?"));
    if (changed.equals(sql)) {
      throw new IllegalStateException(text + " does not stand in " + sql);
    }
    Object instead =
        Insides.make(
            bound.getClass(),
            Insides.call(call.target(), "getConfiguration"),
            changed,
            Insides.call(bound, "getParameterMappings"),
            Insides.call(bound, "getParameterObject"));
    // Where rows are listed, each is one of these.
    Map<?, ?> additional = (Map<?, ?>) Insides.call(bound, "getAdditionalParameters");
    for (Map.Entry<?, ?> parameter : additional.entrySet()) {
      Insides.call(instead, "setAdditionalParameter", parameter.getKey(), parameter.getValue());
    }
    call.answer(instead);
    return true;
  }

  private static int parametersOf(String sql) {
    return sql.split(PARAMETER, -1).length - 1;
  }
}
