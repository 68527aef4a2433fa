package io.github.paymentsuite.notify.sms;

import java.time.Instant;

/**
 * One message to one phone.
 *
 * @param outId the sender's own id of it; the same id always means the same message
 * @param firstTriedAt when it was first tried; providers look messages up by phone and day
 */
public record Sms(String outId, String orderId, Phone phone, String text, Instant firstTriedAt) {
  /** Without the text, which is personal. */
  @Override
  public String toString() {
    return "SMS " + outId;
  }
}
