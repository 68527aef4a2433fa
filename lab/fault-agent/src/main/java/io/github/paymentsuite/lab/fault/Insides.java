package io.github.paymentsuite.lab.fault;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;

/**
 * Reaches into the objects of a service, whose types this agent does not see. What is not there is
 * an error: a bug that finds nothing to spoil would go unnoticed.
 */
final class Insides {
  private Insides() {}

  static boolean is(Object object, String simpleName) {
    return object != null && object.getClass().getSimpleName().equals(simpleName);
  }

  static Object field(Object object, String name) throws ReflectiveOperationException {
    for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (field.getName().equals(name)) {
          field.setAccessible(true);
          return field.get(object);
        }
      }
    }
    throw new NoSuchFieldException(object.getClass().getName() + "." + name);
  }

  static Object call(Object object, String name, Object... arguments) throws Exception {
    for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
      for (Class<?> place : withInterfaces(type)) {
        for (Method method : place.getDeclaredMethods()) {
          if (method.getName().equals(name)
              && method.getParameterCount() == arguments.length
              && !method.isSynthetic()) {
            method.setAccessible(true);
            return invoke(method, object, arguments);
          }
        }
      }
    }
    throw new NoSuchMethodException(object.getClass().getName() + "." + name);
  }

  /** Makes a value of a type that is nested beside the type of another value. */
  static Object sibling(Object value, String simpleName, Object... arguments)
      throws ReflectiveOperationException {
    Class<?> type =
        Arrays.stream(value.getClass().getEnclosingClass().getDeclaredClasses())
            .filter(each -> each.getSimpleName().equals(simpleName))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalStateException("no " + simpleName + " beside " + value.getClass()));
    return make(type, arguments);
  }

  static Object make(Class<?> type, Object... arguments) throws ReflectiveOperationException {
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      if (constructor.getParameterCount() == arguments.length) {
        constructor.setAccessible(true);
        return constructor.newInstance(arguments);
      }
    }
    throw new NoSuchMethodException(type + " is not made of " + arguments.length + " values");
  }

  /** Another constant of the enum that the constant is of. */
  static Object constant(Object constant, String name) {
    return Arrays.stream(((Enum<?>) constant).getDeclaringClass().getEnumConstants())
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no " + name + " beside " + constant));
  }

  private static Class<?>[] withInterfaces(Class<?> type) {
    Class<?>[] interfaces = type.getInterfaces();
    Class<?>[] all = Arrays.copyOf(interfaces, interfaces.length + 1);
    all[interfaces.length] = type;
    return all;
  }

  private static Object invoke(Method method, Object object, Object... arguments) throws Exception {
    try {
      return method.invoke(object, arguments);
    } catch (InvocationTargetException failure) {
      if (failure.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw failure;
    }
  }
}
