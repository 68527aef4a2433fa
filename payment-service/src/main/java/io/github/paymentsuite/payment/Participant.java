package io.github.paymentsuite.payment;

import io.github.paymentsuite.events.PaymentTopic;

/** Who has to do something about every payment. */
enum Participant {
  ORDER(PaymentTopic.PAID_AGAIN_FOR_ORDER),
  POINTS(PaymentTopic.PAID_AGAIN_FOR_POINTS),
  NOTIFY(PaymentTopic.PAID_AGAIN_FOR_NOTIFY);

  /** Of a message for this participant alone. */
  final String tag;

  Participant(String tag) {
    this.tag = tag;
  }
}
