package io.github.paymentsuite.payment;

import io.github.paymentsuite.events.Money;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * What a client app asks for.
 *
 * @param authCode the payer's barcode, if there is one; passed on to the provider and kept nowhere
 */
record PaymentRequest(
    @NotNull @Pattern(regexp = "[A-Za-z0-9_-]{1,64}") String orderId,
    @NotNull @Positive Long userId,
    @NotNull Money amount,
    @Pattern(regexp = "[\\x21-\\x7E]{1,128}") String authCode) {

  /**
   * Tells whether two requests under one key are the same. Of the payer's code it has 16 bits of a
   * digest: two codes are told apart all but once in 65536 times, when the first answer is replayed
   * and nothing is charged, and from 16 bits nobody finds a code that has 50. A whole digest would
   * give the code away to whoever tries all of them.
   *
   * @return 64 ASCII characters
   */
  String fingerprint() {
    String content =
        DigestUtils.sha256Hex(String.join("\n", orderId, userId.toString(), amount.toString()));
    String code =
        authCode == null
            ? "none"
            : DigestUtils.sha256Hex(orderId + "\n" + authCode).substring(0, 4);
    return content.substring(0, 60) + code;
  }

  @Override
  public String toString() {
    return "payment of order " + orderId;
  }
}
