package io.github.paymentsuite.notify;

import io.github.paymentsuite.starter.StartRefused;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** The keys that phones are sealed with. The first one seals, all of them open. */
final class PhoneKeys {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,16}");
  private static final int KEY_BYTES = 32;

  private final Map<String, SecretKey> keys;
  private final List<String> ids;

  private PhoneKeys(Map<String, SecretKey> keys) {
    this.keys = keys;
    this.ids = List.copyOf(keys.keySet());
  }

  /**
   * @param text {@code id:key,id:key}: ids of 1 to 16 letters, digits, underscores and hyphens,
   *     keys of 32 bytes in Base64
   * @throws StartRefused if it is anything else; the message repeats no key
   */
  static PhoneKeys parse(String text) {
    if (text == null || text.isBlank()) {
      throw new StartRefused("PHONE_KEYS is not set.");
    }
    Map<String, SecretKey> keys = new LinkedHashMap<>();
    int position = 0;
    for (String entry : text.split(",", -1)) {
      position++;
      int colon = entry.indexOf(':');
      String id = entry.substring(0, Math.max(colon, 0)).strip();
      if (!ID.matcher(id).matches()) {
        throw new StartRefused(
            "Entry %d of PHONE_KEYS is not an id, a colon and a key.".formatted(position));
      }
      if (keys.put(id, key(id, entry.substring(colon + 1).strip())) != null) {
        throw new StartRefused("PHONE_KEYS has two keys %s.".formatted(id));
      }
    }
    return new PhoneKeys(keys);
  }

  /** Of the key that seals. */
  String current() {
    return ids.get(0);
  }

  /** Of those that still open. */
  List<String> old() {
    return ids.subList(1, ids.size());
  }

  Optional<SecretKey> find(String id) {
    return Optional.ofNullable(keys.get(id));
  }

  private static SecretKey key(String id, String base64) {
    byte[] key;
    try {
      key = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException notBase64) {
      // Without the cause, which repeats characters of the key.
      throw new StartRefused("The key %s of PHONE_KEYS is not Base64.".formatted(id));
    }
    if (key.length != KEY_BYTES) {
      throw new StartRefused(
          "The key %s of PHONE_KEYS has %d bytes, not %d.".formatted(id, key.length, KEY_BYTES));
    }
    return new SecretKeySpec(key, "AES");
  }
}
