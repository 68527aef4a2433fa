package io.github.paymentsuite.lab.fault;

/** The services that can go wrong, as their jars are called. */
final class Service {
  static final String PAYMENT = "payment-service";
  static final String ORDER = "order-service";
  static final String POINTS = "points-service";
  static final String NOTIFY = "notify-service";

  private Service() {}
}
