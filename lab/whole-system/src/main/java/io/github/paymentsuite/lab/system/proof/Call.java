package io.github.paymentsuite.lab.system.proof;

import com.alibaba.fastjson2.JSON;
import com.alibaba.fastjson2.JSONObject;
import java.time.Duration;
import java.time.Instant;

/**
 * One request of the client and what came of it.
 *
 * @param orderId what it was about; null for a user's contact
 * @param instance of the service that was asked
 * @param key the Idempotency-Key, or null
 * @param status 0 if no answer came; the body then says why
 */
record Call(
    Instant at,
    Duration latency,
    String orderId,
    Operation operation,
    String instance,
    String key,
    String request,
    int status,
    String body) {
  static final int NO_ANSWER = 0;

  /** What the client wants. */
  enum Operation {
    GIVE_PHONE,
    ORDER,
    CANCEL,
    PAY,
    ASK
  }

  boolean is(Operation asked, int answered) {
    return operation == asked && status == answered;
  }

  boolean succeeded() {
    return status / 100 == 2;
  }

  /** A field of the answer as text; null if it is not there. */
  String field(String name) {
    return json(body).getString(name);
  }

  /** A field of the request as text; null if it is not there. */
  String asked(String name) {
    return json(request).getString(name);
  }

  private static JSONObject json(String text) {
    return JSON.isValidObject(text) ? JSON.parseObject(text) : new JSONObject();
  }
}
