package io.github.paymentsuite.lab.system;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** An order that no other test knows, of a user whom no other test knows. */
record TestOrder(String orderId, long userId, String amount, String phone) {
  static TestOrder any() {
    return of("99.00");
  }

  static TestOrder of(String amount) {
    return new TestOrder(anyId(), anyUser(), amount, "13800138000");
  }

  static TestOrder withPhone(String phone) {
    return new TestOrder(anyId(), anyUser(), "99.00", phone);
  }

  static String anyId() {
    return "ORDER_" + UUID.randomUUID().toString().replace("-", "");
  }

  static long anyUser() {
    return ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
  }

  long points() {
    return Long.parseLong(amount.substring(0, amount.indexOf('.')));
  }

  String payment() {
    return SuiteClient.payment(orderId, userId, amount).toString();
  }

  String paymentWith(String authCode) {
    return SuiteClient.payment(orderId, userId, amount).fluentPut("authCode", authCode).toString();
  }
}
