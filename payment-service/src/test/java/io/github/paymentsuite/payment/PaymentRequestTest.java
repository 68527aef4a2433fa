package io.github.paymentsuite.payment;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.paymentsuite.events.Money;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PaymentRequestTest {
  private static final String CODE = "134567890123456789";
  private static final PaymentRequest REQUEST = request("ORDER_1", 1, "1.00", CODE);

  @Test
  void aRequestIsRecognisedAndEveryOtherIsToldApart() {
    assertThat(request("ORDER_1", 1, "1.00", CODE).fingerprint())
        .isEqualTo(REQUEST.fingerprint())
        .hasSize(64);
    for (PaymentRequest other :
        new PaymentRequest[] {
          request("ORDER_2", 1, "1.00", CODE),
          request("ORDER_1", 2, "1.00", CODE),
          request("ORDER_1", 1, "1.01", CODE),
          request("ORDER_1", 1, "1.00", CODE + "1"),
          request("ORDER_1", 1, "1.00", null),
        }) {
      assertThat(other.fingerprint()).isNotEqualTo(REQUEST.fingerprint());
    }
  }

  /** Of 10¹⁶ codes or more, that is: nobody who has the fingerprint finds the code by trying. */
  @Test
  void oneOf65536CodesHasTheSameFingerprint() {
    long same =
        IntStream.range(0, 1_000_000)
            .filter(
                code ->
                    request("ORDER_1", 1, "1.00", "%018d".formatted(code))
                        .fingerprint()
                        .equals(REQUEST.fingerprint()))
            .count();

    assertThat(same).isBetween(3L, 40L);
  }

  @Test
  void neitherARequestNorAKeySaysWhatItHolds() {
    assertThat(REQUEST.toString()).doesNotContain(CODE);
    assertThat(new IdempotencyKey("shop", CODE).toString()).doesNotContain(CODE);
  }

  private static PaymentRequest request(
      String orderId, long userId, String amount, String authCode) {
    return new PaymentRequest(orderId, userId, Money.parse(amount), authCode);
  }
}
