package io.github.paymentsuite.lab.infrastructure;

import static org.junit.jupiter.api.extension.ConditionEvaluationResult.disabled;
import static org.junit.jupiter.api.extension.ConditionEvaluationResult.enabled;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Runs a test where broker and database can store on a {@link PoweredDisk}; else says why not. */
final class NeedsPoweredDisk implements ExecutionCondition {

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if ("containers".equals(System.getProperty(LocalInfrastructure.MODE_PROPERTY))) {
      return disabled("Containers have no data on this machine");
    }
    return PoweredDisk.obstacle()
        .map(ConditionEvaluationResult::disabled)
        .orElseGet(() -> enabled("A disk can be mounted"));
  }
}
