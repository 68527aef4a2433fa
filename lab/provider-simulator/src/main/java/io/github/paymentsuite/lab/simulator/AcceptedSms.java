package io.github.paymentsuite.lab.simulator;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * One message that the SMS provider took on, as a line of its ledger; it contains the phone number,
 * so never log it.
 */
record AcceptedSms(
    String outId, Instant at, String orderId, String phone, String text, String messageId) {

  AcceptedSms {
    requireNonNull(outId);
    requireNonNull(at);
    requireNonNull(orderId);
    requireNonNull(phone);
    requireNonNull(messageId);
  }
}
