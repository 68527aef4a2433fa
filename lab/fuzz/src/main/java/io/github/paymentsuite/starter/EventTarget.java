package io.github.paymentsuite.starter;

import io.github.paymentsuite.events.MalformedEvent;
import io.github.paymentsuite.events.PaymentSucceeded;
import io.github.paymentsuite.events.PaymentSucceededCodec;

/** Jazzer: bytes are an event or poison, and an event is written as it is read. */
public final class EventTarget {
  private EventTarget() {}

  public static void fuzzerTestOneInput(byte[] body) {
    PaymentSucceeded event;
    try {
      event = PaymentSucceededCodec.decode(body);
    } catch (MalformedEvent poison) {
      return;
    }
    byte[] written = PaymentSucceededCodec.encode(event);
    if (!PaymentSucceededCodec.decode(written).equals(event)) {
      throw new AssertionError("read as %s, and otherwise when written".formatted(event));
    }
  }
}
