package io.github.paymentsuite.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.paymentsuite.lab.infrastructure.AccessTokenIssuer;
import io.github.paymentsuite.lab.infrastructure.LocalInfrastructure;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The service as it is started, with keys that it cannot work with. */
@ExtendWith(OutputCaptureExtension.class)
class PhoneKeysAtStartTest {
  @ParameterizedTest
  @CsvSource({
    "'', PHONE_KEYS is not set",
    "demo-1:ZGVtby1waG9uZS1rZXktbm90LWZvci1yZWFsLXVzZSE=, PHONE_KEYS is the demo's",
  })
  void theServiceDoesNotStartWithoutKeysNorWithThoseOfTheDemo(
      String keys, String sentence, CapturedOutput output) {
    assertDoesNotStart(keys);

    assertThat(output.getAll()).contains(sentence).doesNotContain("ZGVtby", "\tat ");
  }

  @ParameterizedTest
  @CsvSource({
    "a:c2VjcmV0, The key a of PHONE_KEYS has 6 bytes",
    "c2VjcmV0, Entry 1 of PHONE_KEYS is not an id",
  })
  void theServiceSaysInOneSentenceWhatIsWrongAndDoesNotStart(
      String keys, String sentence, CapturedOutput output) {
    assertDoesNotStart(keys);

    assertThat(output.getAll()).contains(sentence).doesNotContain("c2VjcmV0", "\tat ");
  }

  private static void assertDoesNotStart(String keys) {
    Map<String, Object> environment =
        new HashMap<>(LocalInfrastructure.shared().environmentOf("notify-service"));
    environment.putAll(AccessTokenIssuer.shared().environment());
    environment.put("PHONE_KEYS", keys);
    environment.put("server.port", "0");
    environment.put("management.server.port", "0");
    SpringApplication service = new SpringApplication(NotifyServiceApplication.class);
    service.setDefaultProperties(environment);

    assertThatThrownBy(service::run).isInstanceOf(RuntimeException.class);
  }
}
