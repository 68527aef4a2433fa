package io.github.paymentsuite.starter;

import io.github.paymentsuite.events.PaymentSucceeded;
import java.util.List;

/**
 * What a service does about a payment that succeeded. Every rule can be applied again, at any time
 * and by several threads at once, with one effect in all.
 */
public interface PaymentRules {
  /**
   * The payment was published.
   *
   * @throws RuntimeException if it is to be tried again
   */
  void apply(PaymentSucceeded payment);

  /**
   * The payments were published, each for the first time as far as is known: what {@link #apply}
   * does, for all of them in one transaction.
   *
   * @throws RuntimeException if one of them needs more than that. Nothing has been done then, and
   *     each is applied by itself.
   */
  void applyAll(List<PaymentSucceeded> payments);

  /**
   * The payment was published again, or is replayed: the service lacks what it should have made of
   * it, and may have made it before it lost it.
   *
   * @throws RuntimeException if it is to be tried again
   */
  default void applyAgain(PaymentSucceeded payment) {
    apply(payment);
  }

  /**
   * The payment cannot be handled, for that reason: either no attempt is left, or it was published
   * again because the service lacks it, which will be repeated for as long as that is so.
   *
   * @return whether it is a case now, which a person sees, so that no further attempt is needed
   */
  default boolean giveUp(PaymentSucceeded payment, RuntimeException failure) {
    return false;
  }
}
