package io.github.paymentsuite.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.alibaba.fastjson2.JSON;
import com.alibaba.fastjson2.JSONFactory;
import com.alibaba.fastjson2.JSONObject;
import com.alibaba.fastjson2.JSONReader;
import com.alibaba.fastjson2.JSONWriter;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The one place where the event becomes bytes and bytes become the event (JSON in UTF-8). Fields of
 * later versions are ignored; fields are read by hand because fastjson2's own binding converts
 * whatever it can, and a missing field into null, without a word.
 */
public final class PaymentSucceededCodec {
  /** An event takes 200 bytes; what later versions add is far below this. */
  private static final int MAX_BYTES = 16 * 1024;

  /** Of arrays and objects within each other, in fields of later versions. */
  private static final int MAX_DEPTH = 16;

  /**
   * Of a text that does not end fastjson2 reads up to eight bytes at once, without a look at the
   * array's end; what lies behind it would be somebody else's memory.
   */
  private static final int PADDING_BYTES = 16;

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
   * @throws MalformedEvent if the body is too large or deep, is not JSON in UTF-8, names a field
   *     twice, or lacks a mandatory field or has it malformed; the message repeats nothing of it
   */
  public static PaymentSucceeded decode(byte[] body) {
    Map<String, Object> fields = read(body);
    try {
      return new PaymentSucceeded(
          text(fields, "paymentNo"),
          text(fields, "orderId"),
          integer(fields, "userId"),
          Money.parse(text(fields, "amount")),
          moment(fields, "payTime"),
          version(fields));
    } catch (IllegalArgumentException malformed) {
      throw new MalformedEvent(malformed.getMessage());
    }
  }

  /** Field by field, as only so a name that is there twice is seen. */
  private static Map<String, Object> read(byte[] body) {
    requireText(body);
    Map<String, Object> fields = new HashMap<>();
    byte[] padded = Arrays.copyOf(body, body.length + PADDING_BYTES);
    try (JSONReader json = JSONReader.of(padded, 0, body.length, limits())) {
      if (!json.nextIfObjectStart()) {
        throw new MalformedEvent("the body is not an object");
      }
      boolean isFirst = true;
      while (!json.nextIfObjectEnd()) {
        boolean isSeparated = isFirst || json.hasComma();
        String name = json.readFieldName();
        if (name == null || !isSeparated) {
          throw new MalformedEvent("the body is not JSON");
        }
        Object value = json.readAny();
        if (fields.containsKey(name)) {
          throw new MalformedEvent("a field is there twice");
        }
        fields.put(name, value);
        isFirst = false;
      }
      if (!json.isEnd() || json.hasComma()) {
        throw new MalformedEvent("something follows the event");
      }
      return fields;
    } catch (MalformedEvent malformed) {
      throw malformed;
    } catch (RuntimeException notJson) {
      // Not by type: of a body that is cut short fastjson2 has thrown index errors, too. Nor with
      // its message, which repeats the body.
      throw new MalformedEvent("the body is not JSON");
    }
  }

  /**
   * Where fastjson2 itself is content with less: it replaces what is no UTF-8, and of the control
   * characters takes one for a blank and another for the end.
   */
  private static void requireText(byte[] body) {
    if (body.length > MAX_BYTES) {
      throw new MalformedEvent("the body is larger than %d bytes".formatted(MAX_BYTES));
    }
    try {
      CharBuffer text = UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
      if (text.chars().anyMatch(letter -> letter < ' ' && "\t\n\r".indexOf(letter) < 0)) {
        throw new MalformedEvent("the body is not JSON");
      }
    } catch (CharacterCodingException notUtf8) {
      throw new MalformedEvent("the body is not UTF-8");
    }
  }

  /**
   * As fastjson2 would follow references by default, one field that refers to the event itself
   * fills the stack.
   */
  private static JSONReader.Context limits() {
    JSONReader.Context limits =
        JSONFactory.createReadContext(
            JSONReader.Feature.DisableReferenceDetect,
            JSONReader.Feature.DisableSingleQuote,
            JSONReader.Feature.ErrorOnNotSupportAutoType);
    limits.setMaxLevel(MAX_DEPTH);
    return limits;
  }

  private static String text(Map<String, Object> fields, String field) {
    if (fields.get(field) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException(field + " is missing or not a string");
  }

  private static long integer(Map<String, Object> fields, String field) {
    Object value = fields.get(field);
    if (value instanceof Integer || value instanceof Long) {
      return ((Number) value).longValue();
    }
    throw new IllegalArgumentException(field + " is missing or not a whole number in range");
  }

  private static int version(Map<String, Object> fields) {
    long version = integer(fields, "version");
    if (version != (int) version) {
      throw new IllegalArgumentException("version is out of range");
    }
    return (int) version;
  }

  private static Instant moment(Map<String, Object> fields, String field) {
    try {
      return Instant.parse(text(fields, field));
    } catch (DateTimeParseException malformed) {
      throw new IllegalArgumentException(field + " is not a moment in UTC", malformed);
    }
  }
}
