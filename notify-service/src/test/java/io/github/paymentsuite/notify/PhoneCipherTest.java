package io.github.paymentsuite.notify;

import static io.github.paymentsuite.notify.TestData.CURRENT_KEY;
import static io.github.paymentsuite.notify.TestData.OLD_KEY;
import static io.github.paymentsuite.notify.TestData.PHONE_KEYS;
import static io.github.paymentsuite.notify.TestData.anyKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.paymentsuite.notify.sms.Phone;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PhoneCipherTest {
  private static final long USER = 10001;

  private final Phone phone = new Phone("13812345678");
  private final PhoneCipher cipher = cipher(PHONE_KEYS);
  private final SealedPhone sealed = cipher.seal(phone, USER);

  @Test
  void opensWhatItSealed() {
    assertThat(cipher.open(sealed, USER)).isEqualTo(phone);
    assertThat(sealed.text()).matches("v1:current:[A-Za-z0-9_-]{52}").doesNotContain("138");
  }

  @Test
  void sealsTheSamePhoneAnotherWayEachTime() {
    Set<SealedPhone> all = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      all.add(cipher.seal(phone, USER));
    }
    assertThat(all).hasSize(1000);
  }

  @Test
  void inARowOfAnotherUserItDoesNotOpen() {
    assertUnreadable(cipher, sealed, USER + 1, "it was changed, or is another user's");
  }

  @Test
  void whatWasChangedAnywhereDoesNotOpen() {
    String text = sealed.text();
    int first = text.lastIndexOf(':') + 1;
    for (int i = first; i < text.length(); i++) {
      char other = text.charAt(i) == 'A' ? 'Q' : 'A';
      String changed = text.substring(0, i) + other + text.substring(i + 1);
      assertUnreadable(
          cipher, new SealedPhone(changed), USER, "it was changed, or is another user's");
    }
  }

  @Test
  void whatWasNeverSealedDoesNotOpen() {
    String cutOff = sealed.text().substring(0, sealed.text().length() - 1);
    for (String text : List.of(cutOff, "v1:current:", "v1:current:AAAA", "v1:current:?")) {
      assertUnreadable(cipher, new SealedPhone(text), USER, "it was changed, or is another user's");
    }
    for (String text : List.of("", "13812345678", "v2:current:AAAA", "v1:current")) {
      assertUnreadable(cipher, new SealedPhone(text), USER, "it is not in the form v1");
    }
  }

  @Test
  void opensUnderEveryKeyThatItHasAndUnderNoOther() {
    SealedPhone old = cipher(OLD_KEY).seal(phone, USER);

    assertThat(cipher.open(old, USER)).isEqualTo(phone);
    assertUnreadable(cipher(CURRENT_KEY), old, USER, "its key is not in PHONE_KEYS");
    assertUnreadable(cipher("old:" + anyKey()), old, USER, "it was changed, or is another user's");
  }

  @Test
  void aPhoneIsMaskedAsTextWhateverItIsPartOf() {
    assertThat(List.of(phone, new ArrayList<>(List.of(phone))).toString())
        .isEqualTo("[138****5678, [138****5678]]");
    assertThat(sealed.toString()).isEqualTo("sealed phone");
    assertThatThrownBy(() -> new Phone("+8613812345678")).hasMessage("not a mobile number");
  }

  private static PhoneCipher cipher(String keys) {
    return new PhoneCipher(PhoneKeys.parse(keys));
  }

  private static void assertUnreadable(
      PhoneCipher cipher, SealedPhone sealed, long userId, String why) {
    assertThatThrownBy(() -> cipher.open(sealed, userId))
        .isInstanceOf(UnreadablePhone.class)
        .hasMessage("the phone of user %d cannot be opened: %s".formatted(userId, why));
  }
}
