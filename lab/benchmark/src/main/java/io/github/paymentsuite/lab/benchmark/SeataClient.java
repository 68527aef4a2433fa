package io.github.paymentsuite.lab.benchmark;

import com.zaxxer.hikari.HikariDataSource;
import io.seata.core.context.RootContext;
import io.seata.rm.RMClient;
import io.seata.rm.datasource.DataSourceProxy;
import io.seata.tm.TMClient;
import java.util.Map;
import javax.sql.DataSource;

/** What a process needs to take part in Seata's global transactions (AT). */
final class SeataClient {
  private static final String GROUP = "payments";

  private SeataClient() {}

  static boolean isWanted(Map<String, String> environment) {
    return environment.containsKey("SEATA");
  }

  /**
   * Connects with the coordinator.
   *
   * @return the data source whose transactions are branches of the thread's global one
   */
  static DataSource join(String name, HikariDataSource dataSource) {
    TMClient.init(name, GROUP);
    RMClient.init(name, GROUP);
    return new DataSourceProxy(dataSource);
  }

  /** Work that may fail as SQL does. */
  interface Branch<T> {
    T run() throws Exception;
  }

  /** Does the work as a part of the global transaction. */
  static <T> T within(String globalTransaction, Branch<T> work) throws Exception {
    RootContext.bind(globalTransaction);
    try {
      return work.run();
    } finally {
      RootContext.unbind();
    }
  }
}
