package io.github.paymentsuite.payment;

import org.apache.commons.codec.digest.DigestUtils;

/**
 * A key under which a client may send a request again. It means nothing in the hands of another.
 *
 * @param client whose key it is
 */
record IdempotencyKey(String client, String key) {
  /** What is kept of the key. */
  String digest() {
    return DigestUtils.sha256Hex(key);
  }

  @Override
  public String toString() {
    return "key of " + client;
  }
}
