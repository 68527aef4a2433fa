package io.github.paymentsuite.starter;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import io.github.paymentsuite.events.PaymentSucceeded;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.rocketmq.common.message.MessageAccessor;
import org.apache.rocketmq.common.message.MessageExt;

/**
 * Jazzer: a message, whatever its body, tag, id and properties, gets to the rules or becomes a dead
 * letter that the table has room for; and a dead letter can be replayed or is poison.
 */
public final class MessageTarget {
  private static final List<PaymentSucceeded> APPLIED = new ArrayList<>();
  private static final KeptLetters KEPT = new KeptLetters();
  private static final DeadLetters LETTERS =
      new DeadLetters("group", KEPT, Clock.systemUTC(), new SimpleMeterRegistry());
  private static final PaymentRules RULES = new Recording();
  private static final PaymentEventConsumption CONSUMPTION =
      new PaymentEventConsumption(
          new ConsumerProperties("group", 1, 1, 1, 3, Duration.ZERO),
          RULES,
          LETTERS,
          new SimpleMeterRegistry());
  private static final Replays REPLAYS = new Replays(LETTERS, RULES);

  private MessageTarget() {}

  public static void fuzzerTestOneInput(FuzzedDataProvider data) {
    APPLIED.clear();
    KEPT.letter = null;
    MessageExt message = new MessageExt();
    message.setMsgId(data.consumeString(100));
    message.setReconsumeTimes(data.consumeInt(0, 20));
    message.setTags(data.consumeString(20));
    MessageAccessor.putProperty(message, "p" + data.consumeString(5), data.consumeString(20));
    byte[] body = data.consumeRemainingAsBytes();
    message.setBody(body);

    CONSUMPTION.consume(message);

    if (APPLIED.size() + (KEPT.letter == null ? 0 : 1) != 1) {
      throw new AssertionError("neither handled nor kept, or both");
    }
    KEPT.letter = new DeadLetter(1, "key", "id", "pay", body, body.length, "reason", 1, 0, null);
    Replay.Outcome outcome = REPLAYS.replay(1).outcome();
    boolean isEvent = !APPLIED.isEmpty();
    if (outcome != (isEvent ? Replay.Outcome.REPLAYED : Replay.Outcome.POISON)) {
      throw new AssertionError("another outcome when replayed: " + outcome);
    }
  }

  private static class Recording implements PaymentRules {
    @Override
    public void apply(PaymentSucceeded payment) {
      APPLIED.add(payment);
    }

    @Override
    public void applyAll(List<PaymentSucceeded> payments) {
      APPLIED.addAll(payments);
    }
  }
}
