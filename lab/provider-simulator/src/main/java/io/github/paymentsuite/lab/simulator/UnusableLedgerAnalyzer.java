package io.github.paymentsuite.lab.simulator;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in a sentence, instead of a stack trace, why the simulator does not start. */
final class UnusableLedgerAnalyzer extends AbstractFailureAnalyzer<UnusableLedger> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, UnusableLedger cause) {
    return new FailureAnalysis(
        cause.getMessage(),
        "Stop the other simulator, repair the file, or choose another simulator.directory.",
        cause);
  }
}
