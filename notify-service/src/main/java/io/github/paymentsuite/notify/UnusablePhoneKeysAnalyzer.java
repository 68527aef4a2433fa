package io.github.paymentsuite.notify;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in one sentence, instead of a stack trace, what is wrong with the keys. */
class UnusablePhoneKeysAnalyzer extends AbstractFailureAnalyzer<UnusablePhoneKeys> {
  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, UnusablePhoneKeys cause) {
    return new FailureAnalysis(
        cause.getMessage(),
        "Set PHONE_KEYS to id:key or id:key,id:key, the key to seal with first; `openssl rand"
            + " -base64 32` makes a key. One that phones are sealed with can be left out when"
            + " phones_under_old_keys is 0.",
        cause);
  }
}
