package io.github.paymentsuite.lab.fault;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** What the instrumented methods call: the faults of this process, by their joints. */
public final class Faults {
  private static final Map<String, At> AT = new ConcurrentHashMap<>();
  private static final ThreadLocal<Boolean> SUSPENDED = ThreadLocal.withInitial(() -> false);

  private Faults() {}

  private record At(Joint joint, List<Fault> faults) {}

  static void put(Joint joint, Fault fault) {
    AT.computeIfAbsent(joint.toString(), name -> new At(joint, new CopyOnWriteArrayList<>()))
        .faults
        .add(fault);
  }

  static void clear() {
    AT.clear();
  }

  /** Null where there is nothing to go wrong. */
  public static Call enter(String type, String method, Object target, Object[] arguments) {
    At at = AT.get(type + "." + method);
    if (at == null || SUSPENDED.get()) {
      return null;
    }
    Call call = new Call(at.joint, target, arguments);
    run(at, fault -> fault.before(call));
    return call;
  }

  /** Also for a call that threw. */
  public static void exit(Call call, Object returned, Throwable failure) {
    if (!call.isSkipped()) {
      call.ended(returned, failure);
    }
    run(AT.get(call.joint().toString()), fault -> fault.after(call));
  }

  public static Object resultOf(Call call) {
    return call.result();
  }

  public static Throwable thrownBy(Call call) {
    return call.thrown();
  }

  public static boolean isSkipped(Call call) {
    return call != null && call.isSkipped();
  }

  /** Runs something of the service's as if nothing had been planted. */
  static <T> T without(Callable<T> action) throws Exception {
    SUSPENDED.set(true);
    try {
      return action.call();
    } finally {
      SUSPENDED.set(false);
    }
  }

  private static void run(At at, Step step) {
    for (Fault fault : at.faults) {
      try {
        step.run(fault);
      } catch (Exception broken) {
        // A fault that fails is none: nothing that this process does from here on proves anything.
        FaultAgent.die(at.joint + ": a fault failed", broken);
      }
    }
  }

  private interface Step {
    void run(Fault fault) throws Exception;
  }
}
