package io.github.paymentsuite.notify;

import io.github.paymentsuite.notify.PhoneKeyMapper.Kept;
import io.github.paymentsuite.starter.StartRefused;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;

/**
 * Lets the service start only with the keys that phones are sealed with: every SMS to one that
 * cannot be opened would be given up.
 */
@Component
class PhoneKeysInUse implements InitializingBean {
  private static final int SAMPLE = 10;

  private final PhoneKeyMapper phones;
  private final PhoneKeys keys;
  private final PhoneCipher cipher;

  PhoneKeysInUse(PhoneKeyMapper phones, PhoneKeys keys, PhoneCipher cipher) {
    this.phones = phones;
    this.keys = keys;
    this.cipher = cipher;
  }

  /**
   * @throws StartRefused if a key is missing, or is another one than phones are sealed with
   */
  @Override
  public void afterPropertiesSet() {
    for (String key : phones.findKeysInUse()) {
      if (keys.find(key).isEmpty()) {
        throw new StartRefused(
            "PHONE_KEYS lacks the key %s, which phones are sealed with.".formatted(key));
      }
      List<Kept> some =
          Stream.concat(
                  phones.findContacts(key, 0, SAMPLE).stream(),
                  phones.findNotifications(key, 0, SAMPLE).stream())
              .toList();
      // One that was damaged is no reason to refuse the key.
      if (some.stream().noneMatch(this::opens)) {
        throw new StartRefused(
            "The key %s of PHONE_KEYS is not the one of that name that phones are sealed with."
                .formatted(key));
      }
    }
  }

  private boolean opens(Kept kept) {
    try {
      cipher.open(kept.phone(), kept.userId());
      return true;
    } catch (UnreadablePhone damaged) {
      return false;
    }
  }
}
