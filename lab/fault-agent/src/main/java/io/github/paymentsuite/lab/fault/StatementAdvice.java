package io.github.paymentsuite.lab.fault;

import java.lang.reflect.Method;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/** Woven into the one method behind all mappers. */
final class StatementAdvice {
  private StatementAdvice() {}

  @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
  static boolean enter(
      @Advice.Argument(0) Object mapper,
      @Advice.Argument(1) Method method,
      @Advice.Argument(2) Object[] arguments,
      @Advice.Local("call") Call call) {
    call = Faults.enter(method.getDeclaringClass().getName(), method.getName(), mapper, arguments);
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
