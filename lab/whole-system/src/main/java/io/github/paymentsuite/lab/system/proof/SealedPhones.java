package io.github.paymentsuite.lab.system.proof;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Opens what notify-service has sealed, by its format and by no product code. */
final class SealedPhones {
  private static final int NONCE_BYTES = 12;

  private final Map<String, byte[]> keys;

  /**
   * @param keys as the service has them
   */
  SealedPhones(String keys) {
    this.keys =
        Stream.of(keys.split(","))
            .map(entry -> entry.split(":"))
            .collect(
                Collectors.toMap(entry -> entry[0], entry -> Base64.getDecoder().decode(entry[1])));
  }

  /** The number in the row; null if there is none. */
  String open(ResultSet row) throws SQLException {
    String sealed = row.getString("sealed_phone");
    if (sealed == null) {
      return null;
    }
    String[] parts = sealed.split(":");
    byte[] bytes = Base64.getUrlDecoder().decode(parts[2]);
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          Cipher.DECRYPT_MODE,
          new SecretKeySpec(keys.get(parts[1]), "AES"),
          new GCMParameterSpec(128, bytes, 0, NONCE_BYTES));
      cipher.updateAAD(
          "v1:%s:user %s".formatted(parts[1], row.getString("user_id")).getBytes(US_ASCII));
      return new String(cipher.doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES), US_ASCII);
    } catch (GeneralSecurityException failure) {
      throw new IllegalStateException("a sealed phone does not open", failure);
    }
  }
}
