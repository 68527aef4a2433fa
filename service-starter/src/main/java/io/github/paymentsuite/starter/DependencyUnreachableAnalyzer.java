package io.github.paymentsuite.starter;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in one sentence, instead of a stack trace, why the service did not start. */
class DependencyUnreachableAnalyzer extends AbstractFailureAnalyzer<DependencyUnreachable> {
  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, DependencyUnreachable cause) {
    return new FailureAnalysis(
        cause.getMessage(),
        "Start it, or check DB_URL, DB_USERNAME, DB_PASSWORD, DB_MIGRATION_USERNAME,"
            + " DB_MIGRATION_PASSWORD and ROCKETMQ_NAME_SERVER.",
        cause);
  }
}
