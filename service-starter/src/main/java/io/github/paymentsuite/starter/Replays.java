package io.github.paymentsuite.starter;

import io.github.paymentsuite.events.MalformedEvent;
import io.github.paymentsuite.events.PaymentSucceeded;
import io.github.paymentsuite.events.PaymentSucceededCodec;
import java.util.Optional;

/**
 * Applies the service's rules to dead letters once more. Replaying one twice, or while RocketMQ
 * delivers the same payment, has one effect, as the rules have.
 */
class Replays {
  private final DeadLetters letters;
  private final PaymentRules rules;

  Replays(DeadLetters letters, PaymentRules rules) {
    this.letters = letters;
    this.rules = rules;
  }

  Replay replay(long id) {
    Optional<DeadLetter> letter = letters.find(id);
    return letter.isPresent()
        ? replay(letter.get())
        : new Replay(id, Replay.Outcome.NOT_FOUND, "there is no dead letter " + id);
  }

  private Replay replay(DeadLetter letter) {
    PaymentSucceeded payment;
    try {
      payment = PaymentSucceededCodec.decode(letter.payload());
    } catch (MalformedEvent poison) {
      letters.replayFailed(letter, poison);
      return new Replay(letter.id(), Replay.Outcome.POISON, poison.getMessage());
    }
    try {
      rules.applyAgain(payment);
    } catch (RuntimeException failure) {
      letters.replayFailed(letter, failure);
      return new Replay(letter.id(), Replay.Outcome.FAILED, failure.toString());
    }
    letters.replayed(letter);
    return new Replay(letter.id(), Replay.Outcome.REPLAYED, null);
  }
}
