package io.github.paymentsuite.events;

/** Names on the broker that producer and consumers have to agree on. */
public final class PaymentTopic {
  public static final String NAME = "payment_success_topic";

  /** Tag of the first publication, from the transactional producer. */
  public static final String PAID = "pay";

  /** Tags of a publication again, for the one participant that lacks the event. */
  public static final String PAID_AGAIN_FOR_ORDER = "pay_again_order";

  public static final String PAID_AGAIN_FOR_POINTS = "pay_again_points";
  public static final String PAID_AGAIN_FOR_NOTIFY = "pay_again_notify";

  private PaymentTopic() {}
}
