package io.github.paymentsuite.lab.infrastructure;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;

/**
 * Runs on the class path of RocketMQ's servers: has each of its JSON libraries read a text that
 * names a class, and says what came of it. By reflection, as this module has neither library.
 */
final class TypedText {

  /**
   * Of a class that fastjson 1 makes without being asked, in spite of its list of forbidden ones.
   */
  private static final String TEXT =
      "{\"@type\":\"java.util.UUID\",\"val\":\"123e4567-e89b-12d3-a456-426614174000\"}";

  /** fastjson2 has no such, and makes any for a caller who allows it. */
  private static final String TEXT_FOR_FASTJSON2 =
      "{\"@type\":\"%s\",\"name\":\"x\"}".formatted(Named.class.getName());

  private TypedText() {}

  public static final class Named {
    public String name;
  }

  public static void main(String[] arguments) throws ReflectiveOperationException {
    System.out.println("fastjson: " + fastjson());
    System.out.println("fastjson2: " + fastjson2());
  }

  private static String fastjson() throws ReflectiveOperationException {
    try {
      Object read =
          Class.forName("com.alibaba.fastjson.JSON")
              .getMethod("parse", String.class)
              .invoke(null, TEXT);
      return read.getClass().getName();
    } catch (InvocationTargetException refusal) {
      return refusal.getCause().getMessage();
    }
  }

  private static String fastjson2() throws ReflectiveOperationException {
    Class<?> feature = Class.forName("com.alibaba.fastjson2.JSONReader$Feature");
    Object features = Array.newInstance(feature, 1);
    Array.set(features, 0, feature.getField("SupportAutoType").get(null));
    Object read =
        Class.forName("com.alibaba.fastjson2.JSON")
            .getMethod("parse", String.class, features.getClass())
            .invoke(null, TEXT_FOR_FASTJSON2, features);
    return read.getClass().getName();
  }
}
