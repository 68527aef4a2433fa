package io.github.paymentsuite.events;

import com.alibaba.fastjson2.JSON;
import com.alibaba.fastjson2.JSONObject;
import com.alibaba.fastjson2.JSONReader;
import com.alibaba.fastjson2.JSONWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * The one place where the event becomes bytes and bytes become the event (JSON in UTF-8). Fields of
 * later versions are ignored; fields are read by hand because fastjson2's own binding converts
 * whatever it can, and a missing field into null, without a word.
 */
public final class PaymentSucceededCodec {
  /** Always three decimals of a second: {@code Instant.toString} drops them when they are zero. */
  private static final DateTimeFormatter MILLISECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private PaymentSucceededCodec() {}

  /** The body of the message. */
  public static byte[] encode(PaymentSucceeded event) {
    JSONObject json = new JSONObject();
    json.put("paymentNo", event.paymentNo());
    json.put("orderId", event.orderId());
    json.put("userId", event.userId());
    json.put("amount", event.amount().toString());
    json.put("payTime", MILLISECONDS.format(event.payTime()));
    json.put("version", event.version());
    return JSON.toJSONBytes(json, new JSONWriter.Feature[0]);
  }

  /**
   * @throws MalformedEvent if the body is not JSON, or a mandatory field is missing or malformed
   */
  public static PaymentSucceeded decode(byte[] body) {
    try {
      JSONObject json = JSON.parseObject(body, JSONReader.Feature.ErrorOnNotSupportAutoType);
      if (json == null) {
        throw new IllegalArgumentException("the body is empty");
      }
      return new PaymentSucceeded(
          text(json, "paymentNo"),
          text(json, "orderId"),
          integer(json, "userId").longValueExact(),
          Money.parse(text(json, "amount")),
          Instant.parse(text(json, "payTime")),
          integer(json, "version").intValueExact());
    } catch (RuntimeException malformed) {
      // Not by type: of a body that is cut short fastjson2 has thrown index errors, too.
      throw new MalformedEvent("not a payment event: " + malformed.getMessage(), malformed);
    }
  }

  private static String text(JSONObject json, String field) {
    if (json.get(field) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException(field + " is missing or not a string");
  }

  private static BigInteger integer(JSONObject json, String field) {
    Object value = json.get(field);
    if (value instanceof Integer || value instanceof Long) {
      return BigInteger.valueOf(((Number) value).longValue());
    }
    if (value instanceof BigInteger big) {
      return big;
    }
    if (value instanceof BigDecimal) {
      throw new IllegalArgumentException(field + " is not a whole number");
    }
    throw new IllegalArgumentException(field + " is missing or not a number");
  }
}
