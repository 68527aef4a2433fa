package io.github.paymentsuite.payment;

import io.github.paymentsuite.events.Money;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

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

  /** Tells whether two requests under one key are the same, without keeping the payer's code. */
  String fingerprint() {
    String content =
        String.join("\n", orderId, userId.toString(), amount.toString(), "" + authCode);
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }

  @Override
  public String toString() {
    return "payment of order " + orderId;
  }
}
