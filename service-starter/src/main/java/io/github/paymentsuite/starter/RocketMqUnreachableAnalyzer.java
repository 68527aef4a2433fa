package io.github.paymentsuite.starter;

import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.remoting.exception.RemotingException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/**
 * Says in one sentence that RocketMQ stopped answering between {@link StartUpWait} and the start of
 * a client.
 */
class RocketMqUnreachableAnalyzer implements FailureAnalyzer {
  @Override
  public FailureAnalysis analyze(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof MQClientException || cause instanceof RemotingException) {
        return new FailureAnalysis(
            "RocketMQ did not answer while a client was started: "
                + String.valueOf(cause.getMessage()).lines().findFirst().orElse(""),
            "See to it that it answers, or check ROCKETMQ_NAME_SERVER.",
            failure);
      }
    }
    return null;
  }
}
