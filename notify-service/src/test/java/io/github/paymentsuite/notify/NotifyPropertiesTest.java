package io.github.paymentsuite.notify;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.paymentsuite.notify.sms.SmsProviderProperties;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class NotifyPropertiesTest {
  private static final SmsProviderProperties PROVIDER =
      new SmsProviderProperties(
          URI.create("http://127.0.0.1:8090"), Duration.ofSeconds(3), Duration.ofSeconds(2));

  @Test
  void aLeaseOutlastsACallAndTheLatestAcceptance() {
    assertThatCode(() -> deliveryWithLease(Duration.ofMillis(5001))).doesNotThrowAnyException();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> deliveryWithLease(Duration.ofMillis(5000)))
        .withMessageContaining("sms.lease");
  }

  private static SmsDelivery deliveryWithLease(Duration lease) {
    NotifyProperties properties = new NotifyProperties(lease, 5, Duration.ofSeconds(10), 16, 100);
    return new SmsDelivery(null, null, null, properties, PROVIDER, null, Clock.systemUTC());
  }
}
