package io.github.paymentsuite.lab.infrastructure;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A user of the broker.
 *
 * @param accessKey the user's name
 * @param secretKey signs requests and is never sent
 */
public record BrokerUser(String accessKey, String secretKey) {

  private static final String ALGORITHM = "HmacSHA1";

  /**
   * The fields of a request that this user sends, by RocketMQ's rule: over the values in the order
   * of their names, and then the body.
   */
  Map<String, String> sign(Map<String, String> fields, String body) {
    Map<String, String> signed = new TreeMap<>(fields);
    signed.put("AccessKey", accessKey);
    var content = new ByteArrayOutputStream();
    signed.values().forEach(value -> content.writeBytes(value.getBytes(UTF_8)));
    content.writeBytes(body.getBytes(UTF_8));
    signed.put("Signature", signature(content.toByteArray()));
    return signed;
  }

  private String signature(byte[] content) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secretKey.getBytes(UTF_8), ALGORITHM));
      return Base64.getEncoder().encodeToString(mac.doFinal(content));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return "BrokerUser " + accessKey;
  }
}
