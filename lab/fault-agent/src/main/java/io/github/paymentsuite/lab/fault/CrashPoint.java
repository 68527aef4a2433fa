package io.github.paymentsuite.lab.fault;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Where a process can be made to die. The one table of the places: whoever renames one of these
 * methods changes its line here, and until then the agent refuses to start.
 */
public enum CrashPoint {
  // The payment, in its order.
  PAYMENT_BEFORE_ATTEMPT(Service.PAYMENT, Side.BEFORE, Joint.of("payment.PaymentAttempts.begin")),
  PAYMENT_INSIDE_ATTEMPT(
      Service.PAYMENT, Side.AFTER, Joint.of("payment.PaymentAttemptMapper.insert")),
  PAYMENT_AFTER_ATTEMPT(
      Service.PAYMENT, Side.BEFORE, Joint.of("payment.provider.SimulatorGateway.charge")),
  PAYMENT_AFTER_CHARGE(
      Service.PAYMENT, Side.AFTER, Joint.of("payment.provider.SimulatorGateway.charge")),
  PAYMENT_AFTER_HALF_MESSAGE(
      Service.PAYMENT,
      Side.BEFORE,
      Joint.of("payment.PaymentTransactionListener.executeLocalTransaction")),
  PAYMENT_INSIDE_LOCAL_COMMIT(
      Service.PAYMENT, Side.BEFORE, Joint.of("payment.PaymentRecordMapper.insert")),
  PAYMENT_BEFORE_LOCAL_COMMIT(
      Service.PAYMENT, Side.AFTER, Joint.of("payment.PaymentRecordMapper.insert")),
  PAYMENT_AFTER_LOCAL_COMMIT(
      Service.PAYMENT,
      Side.AFTER,
      Joint.of("payment.PaymentTransactionListener.executeLocalTransaction")),
  PAYMENT_BEFORE_COMMIT_MESSAGE(Service.PAYMENT, Side.BEFORE, Joint.endOfTransaction()),
  PAYMENT_AFTER_COMMIT_MESSAGE(Service.PAYMENT, Side.SENT, Joint.endOfTransaction()),
  CHECK_BACK_BEFORE_ANSWER(
      Service.PAYMENT,
      Side.AFTER,
      Joint.of("payment.PaymentTransactionListener.checkLocalTransaction")),

  // What settles what a crash left open.
  RESOLVER_AFTER_QUERY(Service.PAYMENT, Side.BEFORE, Joint.of("payment.Resolver.settleCharging")),
  RESOLVER_AFTER_REVERSING(Service.PAYMENT, Side.AFTER, Joint.of("payment.Settlement.giveUp")),
  RESOLVER_AFTER_REVERSAL(
      Service.PAYMENT, Side.AFTER, Joint.of("payment.provider.SimulatorGateway.reverse")),
  RESOLVER_BEFORE_CLOSED(Service.PAYMENT, Side.BEFORE, Joint.of("payment.Settlement.close")),
  SWEEP_AFTER_RESEND(Service.PAYMENT, Side.AFTER, Joint.of("payment.PaymentResender.resend")),
  SWEEP_BEFORE_FULFILLED(
      Service.PAYMENT, Side.BEFORE, Joint.of("payment.UnfulfilledPayments.conclude")),

  // The consumers.
  ORDER_BEFORE(Service.ORDER, Side.BEFORE, Joint.of("order.PaymentSucceededListener.onMessage")),
  ORDER_INSIDE(Service.ORDER, Side.AFTER, Joint.of("order.OrderMapper.markPaid")),
  ORDER_AFTER(Service.ORDER, Side.AFTER, Joint.of("order.PaymentSucceededListener.onMessage")),
  POINTS_BEFORE(Service.POINTS, Side.BEFORE, Joint.of("points.PaymentSucceededListener.onMessage")),
  POINTS_INSIDE(Service.POINTS, Side.AFTER, Joint.of("points.PointsMapper.insert")),
  POINTS_AFTER(Service.POINTS, Side.AFTER, Joint.of("points.PaymentSucceededListener.onMessage")),
  NOTIFY_BEFORE(Service.NOTIFY, Side.BEFORE, Joint.of("notify.PaymentSucceededListener.onMessage")),
  NOTIFY_INSIDE(Service.NOTIFY, Side.AFTER, Joint.of("notify.NotificationMapper.insert")),
  NOTIFY_AFTER_PREPARED(Service.NOTIFY, Side.BEFORE, Joint.of("notify.SmsSenders.sendClaimed")),
  NOTIFY_BEFORE_SMS(Service.NOTIFY, Side.BEFORE, Joint.of("notify.sms.SimulatorSmsGateway.send")),
  NOTIFY_AFTER_SMS(Service.NOTIFY, Side.AFTER, Joint.of("notify.sms.SimulatorSmsGateway.send")),
  NOTIFY_AFTER(Service.NOTIFY, Side.AFTER, Joint.of("notify.PaymentSucceededListener.onMessage"));

  /** On which side of the method. */
  enum Side {
    BEFORE,
    /** Where it has returned and not thrown. */
    AFTER,
    /** After it has handed something over to be sent, a moment later. */
    SENT
  }

  private final String service;
  private final Side side;
  private final Joint joint;

  CrashPoint(String service, Side side, Joint joint) {
    this.service = service;
    this.side = side;
    this.joint = joint;
  }

  /** The name of the service whose process dies there. */
  public String service() {
    return service;
  }

  /** As people write it: {@code payment-after-charge}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  Side side() {
    return side;
  }

  Joint joint() {
    return joint;
  }

  public static List<CrashPoint> of(String service) {
    return Arrays.stream(values()).filter(point -> point.service.equals(service)).toList();
  }
}
