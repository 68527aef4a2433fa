package io.github.paymentsuite.lab.fault;

import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/** Woven into methods that faults are at. */
final class MethodAdvice {
  private MethodAdvice() {}

  @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
  static boolean enter(
      @Advice.Origin("#t") String type,
      @Advice.Origin("#m") String method,
      @Advice.This(optional = true) Object target,
      @Advice.AllArguments(readOnly = false, typing = Assigner.Typing.DYNAMIC) Object[] arguments,
      @Advice.Local("call") Call call) {
    Object[] bent = arguments;
    call = Faults.enter(type, method, target, bent);
    arguments = bent;
    return Faults.isSkipped(call);
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class)
  static void exit(
      @Advice.Local("call") Call call,
      @Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) Object result,
      @Advice.Thrown(readOnly = false) Throwable thrown) {
    if (call != null) {
      Faults.exit(call, result, thrown);
      result = Faults.resultOf(call);
      thrown = Faults.thrownBy(call);
    }
  }
}
