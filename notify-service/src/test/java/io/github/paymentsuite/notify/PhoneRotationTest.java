package io.github.paymentsuite.notify;

import static io.github.paymentsuite.notify.TestData.CURRENT_KEY;
import static io.github.paymentsuite.notify.TestData.OLD_KEY;
import static io.github.paymentsuite.notify.TestData.anyKey;
import static io.github.paymentsuite.notify.TestData.anyPhone;
import static io.github.paymentsuite.notify.TestData.anyUserId;
import static io.github.paymentsuite.notify.TestData.paymentBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.paymentsuite.events.PaymentSucceeded;
import io.github.paymentsuite.notify.NotificationMapper.Due;
import io.github.paymentsuite.notify.sms.Phone;
import io.github.paymentsuite.starter.StartRefused;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A key comes, phones move to it, and the old one goes. */
class PhoneRotationTest extends NotifyServiceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** When the service's own poll finds nothing of it due. */
  private static final Instant MUCH_LATER = Instant.parse("2100-01-31T12:00:00Z");

  private static final PhoneCipher OLD = new PhoneCipher(PhoneKeys.parse(OLD_KEY));

  @Autowired private PhoneKeyMapper phones;
  @Autowired private MeterRegistry meters;

  @Test
  void everyPhoneMovesToTheFirstKeyHoweverManyThereAre() {
    Map<Long, Phone> kept = new TreeMap<>();
    while (kept.size() < 500) {
      long userId = anyUserId();
      kept.put(userId, anyPhone());
      keepUnderTheOldKey(userId, kept.get(userId));
    }
    PaymentSucceeded payment = paymentBy(kept.keySet().iterator().next());
    mapper.insert(
        List.of(new Due(Notification.of(payment, NotificationStatus.SENT, MUCH_LATER), MUCH_LATER)),
        false);
    sealNotificationAs(payment, OLD.seal(kept.get(payment.userId()), payment.userId()));

    await().atMost(PATIENCE).until(() -> rowsUnder("old") == 0);

    kept.forEach(
        (userId, phone) -> {
          SealedPhone anew = sealedPhoneOf(userId);
          assertThat(anew.text()).startsWith("v1:current:");
          assertThat(cipher.open(anew, userId)).isEqualTo(phone);
        });
    assertThat(phoneOf(payment)).isEqualTo(kept.get(payment.userId()));
    await().atMost(PATIENCE).until(() -> meters.get("phones.under.old.keys").gauge().value() == 0);
  }

  @Test
  void aPhoneThatCameMeanwhileIsNotOverwritten() {
    long userId = anyUserId();
    SealedPhone before = OLD.seal(anyPhone(), userId);
    Phone now = anyPhone();
    notifications.reach(userId, now);

    assertThat(phones.resealContact(userId, before, cipher.seal(anyPhone(), userId))).isZero();

    assertThat(cipher.open(sealedPhoneOf(userId), userId)).isEqualTo(now);
  }

  @Test
  void aPhoneThatWasMovedToAnotherUserIsGivenUpVisiblyAndGetsNoSms() {
    long owner = anyUserId();
    long thief = anyUserId();
    notifications.reach(owner, anyPhone());
    notifications.reach(thief, anyPhone());
    database.update(
        "UPDATE contact SET sealed_phone = ? WHERE user_id = ?",
        sealedPhoneOf(owner).text(),
        thief);
    PaymentSucceeded payment = paymentBy(thief);

    deliver(payment);

    assertThat(notificationOf(payment).status()).isEqualTo(NotificationStatus.FAILED);
    assertThat(PROVIDER.calls(payment.paymentNo())).isEmpty();
    assertThat(notifications.phoneOf(notificationOf(payment))).isEmpty();
    // The poll comes by it many times.
    assertThat(mapper.findDue(MUCH_LATER, 1_000_000)).doesNotContain(payment.paymentNo());
  }

  @Test
  void aDamagedPhoneThatMayHaveBeenSentToIsGivenUpToo() {
    long userId = anyUserId();
    notifications.reach(userId, anyPhone());
    PaymentSucceeded payment = paymentBy(userId);
    mapper.insert(
        List.of(
            new Due(
                Notification.of(payment, NotificationStatus.SENDING, MUCH_LATER), Instant.now())),
        false);
    sealNotificationAs(payment, cipher.seal(anyPhone(), userId + 1));

    awaitStatus(payment, NotificationStatus.FAILED);

    assertThat(PROVIDER.calls(payment.paymentNo())).isEmpty();
  }

  @Test
  void theServiceStartsWithTheKeysThatPhonesAreSealedWithAndWithNoOthers() {
    notifications.reach(anyUserId(), anyPhone());
    await().atMost(PATIENCE).until(() -> rowsUnder("old") == 0);

    check(CURRENT_KEY);
    check("next:%s,%s".formatted(anyKey(), CURRENT_KEY));
    assertThatThrownBy(() -> check(OLD_KEY))
        .isInstanceOf(StartRefused.class)
        .hasMessage("PHONE_KEYS lacks the key current, which phones are sealed with.");
    assertThatThrownBy(() -> check("current:" + anyKey()))
        .isInstanceOf(StartRefused.class)
        .hasMessage(
            "The key current of PHONE_KEYS is not the one of that name that phones are sealed with.");
  }

  private void check(String keyText) {
    PhoneKeys keys = PhoneKeys.parse(keyText);
    new PhoneKeysInUse(phones, keys, new PhoneCipher(keys)).afterPropertiesSet();
  }

  private void keepUnderTheOldKey(long userId, Phone phone) {
    database.update(
        "INSERT INTO contact (user_id, sealed_phone, updated_at) VALUES (?, ?, ?)",
        userId,
        OLD.seal(phone, userId).text(),
        Instant.now());
  }

  private void sealNotificationAs(PaymentSucceeded payment, SealedPhone sealed) {
    database.update(
        "UPDATE notification SET sealed_phone = ? WHERE payment_no = ?",
        sealed.text(),
        payment.paymentNo());
  }

  private SealedPhone sealedPhoneOf(long userId) {
    return new SealedPhone(
        database.queryForObject(
            "SELECT sealed_phone FROM contact WHERE user_id = ?", String.class, userId));
  }

  private int rowsUnder(String key) {
    return List.of(
            phones.findContacts(key, 0, 1_000_000), phones.findNotifications(key, 0, 1_000_000))
        .stream()
        .mapToInt(List::size)
        .sum();
  }
}
