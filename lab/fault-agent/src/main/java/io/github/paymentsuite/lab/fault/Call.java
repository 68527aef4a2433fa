package io.github.paymentsuite.lab.fault;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;

/** One call of an instrumented method, as the faults at it see it and can bend it. */
public final class Call {
  private final Joint joint;
  private final Object target;
  private final Object[] arguments;
  private boolean skipped;
  private Object result;
  private Throwable thrown;

  Call(Joint joint, Object target, Object[] arguments) {
    this.joint = joint;
    this.target = target;
    this.arguments = arguments;
  }

  Joint joint() {
    return joint;
  }

  Object target() {
    return target;
  }

  Object argument(int index) {
    return arguments[index];
  }

  void replaceArgument(int index, Object argument) {
    arguments[index] = argument;
  }

  Object[] arguments() {
    return arguments;
  }

  boolean isSkipped() {
    return skipped;
  }

  /** Lets the method not run, and the caller have this result. */
  void skip(Object instead) {
    skipped = true;
    result = instead;
  }

  /** What the method returned; null before and where it threw. */
  Object result() {
    return result;
  }

  /** What the method threw, if it did. */
  Throwable thrown() {
    return thrown;
  }

  /** Lets the caller have this, whatever the method returned or threw. */
  void answer(Object instead) {
    result = instead;
    thrown = null;
  }

  void ended(Object returned, Throwable failure) {
    result = returned;
    thrown = failure;
  }

  /** Whether one of the arguments speaks of this, as an order's id. */
  boolean mentions(String text) {
    return Arrays.deepToString(arguments).contains(text);
  }

  /** Runs the method once more, with the same arguments and no fault. */
  Object again() throws Exception {
    for (Method method : target.getClass().getDeclaredMethods()) {
      if (method.getName().equals(joint.method()) && !method.isSynthetic()) {
        method.setAccessible(true);
        return Faults.without(() -> invoke(method));
      }
    }
    throw new IllegalStateException(joint + " is not of " + target.getClass());
  }

  private Object invoke(Method method) throws Exception {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException failure) {
      if (failure.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw failure;
    }
  }
}
