package io.github.paymentsuite.notify;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.paymentsuite.notify.sms.Phone;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.springframework.stereotype.Component;

/**
 * Seals phones for the tables, by AES-256-GCM with a random nonce of 96 bits and a tag of 128 (NIST
 * SP 800-38D: fewer than 2³² phones under one key).
 *
 * <p>A sealed phone is {@code v1:}, the key's id, {@code :} and the Base64 (URL alphabet, no
 * padding) of nonce, cipher text and tag. The tag covers what stands before the Base64 and {@code
 * user} with the user's id, so that in a row of another user it does not open.
 */
@Component
class PhoneCipher {
  private static final String VERSION = "v1";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final PhoneKeys keys;
  private final SecureRandom random = new SecureRandom();

  PhoneCipher(PhoneKeys keys) {
    this.keys = keys;
  }

  SealedPhone seal(Phone phone, long userId) {
    String header = header(keys.current());
    SecretKey key = keys.find(keys.current()).orElseThrow();
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      byte[] sealed =
          cipher(Cipher.ENCRYPT_MODE, key, nonce, header, userId)
              .doFinal(phone.number().getBytes(US_ASCII));
      byte[] all = ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array();
      return new SealedPhone(header + Base64.getUrlEncoder().withoutPadding().encodeToString(all));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has AES-GCM", impossible);
    }
  }

  /**
   * @throws UnreadablePhone if its key is not there, or it was changed, or is another user's
   */
  Phone open(SealedPhone phone, long userId) {
    String[] parts = phone.text().split(":", 3);
    if (parts.length != 3 || !parts[0].equals(VERSION)) {
      throw new UnreadablePhone(userId, "it is not in the form " + VERSION);
    }
    SecretKey key =
        keys.find(parts[1])
            .orElseThrow(() -> new UnreadablePhone(userId, "its key is not in PHONE_KEYS"));
    try {
      ByteBuffer all = ByteBuffer.wrap(Base64.getUrlDecoder().decode(parts[2]));
      byte[] nonce = new byte[NONCE_BYTES];
      all.get(nonce);
      byte[] sealed = new byte[all.remaining()];
      all.get(sealed);
      byte[] number =
          cipher(Cipher.DECRYPT_MODE, key, nonce, header(parts[1]), userId).doFinal(sealed);
      return new Phone(new String(number, US_ASCII));
    } catch (AEADBadTagException | IllegalArgumentException | BufferUnderflowException damaged) {
      throw new UnreadablePhone(userId, "it was changed, or is another user's");
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has AES-GCM", impossible);
    }
  }

  private static String header(String keyId) {
    return VERSION + ":" + keyId + ":";
  }

  private static Cipher cipher(int mode, SecretKey key, byte[] nonce, String header, long userId)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD((header + "user " + userId).getBytes(US_ASCII));
    return cipher;
  }
}
