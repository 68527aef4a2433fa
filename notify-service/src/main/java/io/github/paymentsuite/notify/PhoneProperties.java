package io.github.paymentsuite.notify;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How phones are kept.
 *
 * @param keys for {@link PhoneKeys}; not checked here, as what Spring says of a property that it
 *     refuses repeats the value
 * @param resealBatch phones per table that one instance moves to the first key at once
 */
@Validated
@ConfigurationProperties("phone")
record PhoneProperties(
    @DefaultValue("") String keys, @DefaultValue("200") @Min(1) int resealBatch) {
  /** Without the keys. */
  @Override
  public String toString() {
    return "phone properties";
  }
}
