package io.github.paymentsuite.lab.fuzz;

import io.github.paymentsuite.lab.infrastructure.LocalInfrastructure;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All that the services have stored. */
final class Tables {
  private static final String SCHEMAS = "'payment_db','order_db','points_db','notify_db'";

  private Tables() {}

  /** Of each table the checksum over all of its rows. */
  static Map<String, String> checksums(LocalInfrastructure infrastructure) {
    Map<String, String> checksums = new TreeMap<>();
    try (Connection root = infrastructure.administer("payment_db");
        Statement statement = root.createStatement()) {
      List<String> tables = new ArrayList<>();
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT CONCAT(table_schema, '.', table_name) FROM information_schema.tables"
                  + " WHERE table_schema IN (%s)".formatted(SCHEMAS))) {
        while (rows.next()) {
          tables.add(rows.getString(1));
        }
      }
      for (String table : tables) {
        try (ResultSet row = statement.executeQuery("CHECKSUM TABLE " + table)) {
          row.next();
          checksums.put(table, row.getString(2));
        }
      }
      return checksums;
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  static long count(LocalInfrastructure infrastructure, String query) {
    try (Connection root = infrastructure.administer("payment_db");
        ResultSet row = root.createStatement().executeQuery(query)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
