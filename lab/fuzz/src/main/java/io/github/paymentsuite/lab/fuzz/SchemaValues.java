package io.github.paymentsuite.lab.fuzz;

import com.alibaba.fastjson2.JSON;
import com.alibaba.fastjson2.JSONArray;
import com.alibaba.fastjson2.JSONObject;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.StringJoiner;

/** JSON texts that a schema allows, that it all but allows, and that have nothing to do with it. */
final class SchemaValues {
  private static final List<String> GARBAGE =
      List.of(
          "",
          "null",
          "true",
          "[]",
          "{}",
          "[{}]",
          "\"\"",
          "\"text\"",
          "0",
          "-1",
          "1.5",
          "1e400",
          "99999999999999999999",
          "{\"@type\":\"java.lang.Object\"}",
          "{\"a\":{\"$ref\":\"$\"}}",
          "[[[[[[]]]]]]",
          "{",
          "}",
          "\\",
          "nul",
          "\u0000",
          "\"\\ud800\"");

  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "a b",
          "支付",
          "é",
          "a\u0001",
          "a\tb",
          "../..",
          "'; DROP TABLE orders; -- ",
          "${jndi:ldap://127.0.0.1/x}",
          "x".repeat(300));

  private SchemaValues() {}

  static String valid(JSONObject schema, SplittableRandom random) {
    return switch (schema.getString("type")) {
      case "object" -> object(schema, random, null);
      case "array" -> array(schema, random);
      case "integer" -> integer(schema, random).toString();
      case "number" -> BigDecimal.valueOf(1 + random.nextLong(9_999_999_999L), 2).toPlainString();
      case "boolean" -> String.valueOf(random.nextBoolean());
      default -> JSON.toJSONString(text(schema, random));
    };
  }

  /** As a parameter has it: without quotes. */
  static String validText(JSONObject schema, SplittableRandom random) {
    return schema.getString("type").equals("string") ? text(schema, random) : valid(schema, random);
  }

  /** Against one rule of the schema, which has at least one. */
  static String nearlyValid(JSONObject schema, SplittableRandom random) {
    return switch (schema.getString("type")) {
      case "object" -> nearlyAnObject(schema, random);
      case "array" -> nearlyAnArray(schema, random);
      case "integer" ->
          Noise.oneOf(
              random,
              "-1",
              "1.5",
              "1e1",
              "9223372036854775808",
              "-9223372036854775809",
              "\"1\"",
              "true",
              "null",
              "[1]",
              "{}",
              "01",
              "0x1");
      case "number" ->
          Noise.oneOf(
              random, "0", "-0.01", "0.001", "100000000", "1e9", "1e-3", "\"1.00\"", "null", "NaN");
      default ->
          Noise.oneOf(
              random,
              "7",
              "true",
              "null7",
              "[\"a\"]",
              "{}",
              JSON.toJSONString(notMatching(schema, random)));
    };
  }

  static String garbage(SplittableRandom random) {
    return Noise.oneOf(random, GARBAGE);
  }

  /** A text that does not match, or another text for good measure where any would. */
  static String notMatching(JSONObject schema, SplittableRandom random) {
    String pattern = schema.getString("pattern");
    return Noise.oneOf(
        random, TEXTS.stream().filter(text -> pattern == null || !text.matches(pattern)).toList());
  }

  private static String object(JSONObject schema, SplittableRandom random, String spoilt) {
    StringJoiner fields = new StringJoiner(",", "{", "}");
    JSONObject properties = schema.getJSONObject("properties");
    for (String name : properties.keySet()) {
      JSONObject property = properties.getJSONObject(name);
      if (name.equals(spoilt)) {
        fields.add(JSON.toJSONString(name) + ":" + nearlyValid(property, random));
      } else if (required(schema).contains(name) || random.nextBoolean()) {
        fields.add(JSON.toJSONString(name) + ":" + valid(property, random));
      }
    }
    return fields.toString();
  }

  private static String nearlyAnObject(JSONObject schema, SplittableRandom random) {
    List<String> names = new ArrayList<>(schema.getJSONObject("properties").keySet());
    String whole = object(schema, random, null);
    String one = JSON.toJSONString(Noise.oneOf(random, required(schema)));
    return switch (random.nextInt(8)) {
      case 0 -> whole.replaceFirst("}$", ",\"more\":1}");
      case 1 -> whole.replaceFirst(one + ":", one.toUpperCase(Locale.ROOT) + ":");
      case 2 -> whole.replaceFirst("}$", "," + one + ":null}");
      case 3 -> whole + Noise.oneOf(random, "{}", "x", "]", ",", "\u0000");
      case 4 -> whole.replaceFirst(one + ":", "\"other\":");
      default -> object(schema, random, Noise.oneOf(random, names));
    };
  }

  private static List<String> required(JSONObject schema) {
    return schema.getList("required", String.class);
  }

  private static String array(JSONObject schema, SplittableRandom random) {
    StringJoiner items = new StringJoiner(",", "[", "]");
    for (int i = random.nextInt(3); i >= 0; i--) {
      items.add(valid(schema.getJSONObject("items"), random));
    }
    return items.toString();
  }

  private static String nearlyAnArray(JSONObject schema, SplittableRandom random) {
    JSONObject items = schema.getJSONObject("items");
    return switch (random.nextInt(4)) {
      case 0 -> "[]";
      case 1 -> "[null]";
      case 2 -> new JSONArray(Collections.nCopies(501, 1)).toString();
      default -> "[" + valid(items, random) + "," + nearlyValid(items, random) + "]";
    };
  }

  private static BigInteger integer(JSONObject schema, SplittableRandom random) {
    long min = Math.max(1, schema.getLongValue("minimum", 1));
    long max = schema.getLongValue("maximum", Long.MAX_VALUE - 1);
    return BigInteger.valueOf(min == max ? min : random.nextLong(min, max));
  }

  private static String text(JSONObject schema, SplittableRandom random) {
    return TextPattern.matching(
        schema.containsKey("pattern") ? schema.getString("pattern") : "[a-z]{1,20}", random);
  }
}
