package io.github.paymentsuite.lab.benchmark;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** Bounds of paying, with the names and the defaults that payment-service has for them. */
@ConfigurationProperties("payment")
record RivalProperties(
    @DefaultValue("60s") Duration chargeWindow,
    @DefaultValue("9s") Duration answerWithin,
    @DefaultValue("100") int maxUnderWay,
    @DefaultValue("15s") Duration shutdownWait,
    Provider provider) {

  /**
   * @param timeout of a whole call
   */
  record Provider(URI url, @DefaultValue("3s") Duration timeout) {}
}
