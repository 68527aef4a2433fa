package io.github.paymentsuite.starter;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.rocketmq.logging.org.slf4j.ILoggerFactory;
import org.apache.rocketmq.logging.org.slf4j.IMarkerFactory;
import org.apache.rocketmq.logging.org.slf4j.Logger;
import org.apache.rocketmq.logging.org.slf4j.helpers.BasicMarkerFactory;
import org.apache.rocketmq.logging.org.slf4j.helpers.NOPMDCAdapter;
import org.apache.rocketmq.logging.org.slf4j.spi.MDCAdapter;
import org.apache.rocketmq.logging.org.slf4j.spi.SLF4JServiceProvider;
import org.slf4j.LoggerFactory;

/**
 * Leads the lines of the RocketMQ client into the service's own log. The client logs through a copy
 * of SLF4J under another package name; with no provider for it every line is lost, and with the one
 * that comes with it they go to files in the home directory.
 */
public class RocketMqLogging implements SLF4JServiceProvider {
  private final Map<String, Logger> loggers = new ConcurrentHashMap<>();
  private final IMarkerFactory markers = new BasicMarkerFactory();
  private final MDCAdapter diagnosticContext = new NOPMDCAdapter();

  @Override
  public ILoggerFactory getLoggerFactory() {
    return name -> loggers.computeIfAbsent(name, RocketMqLogging::lead);
  }

  @Override
  public IMarkerFactory getMarkerFactory() {
    return markers;
  }

  @Override
  public MDCAdapter getMDCAdapter() {
    return diagnosticContext;
  }

  @Override
  public String getRequestedApiVersion() {
    return "2.0.99";
  }

  @Override
  public void initialize() {
    // Nothing has to be there before the first logger.
  }

  /** The copy has the methods of the original, so each call goes to the one of the same name. */
  private static Logger lead(String name) {
    org.slf4j.Logger target = LoggerFactory.getLogger(name);
    return (Logger)
        Proxy.newProxyInstance(
            Logger.class.getClassLoader(),
            new Class<?>[] {Logger.class},
            (proxy, method, arguments) -> call(target, method, arguments));
  }

  private static Object call(org.slf4j.Logger target, Method method, Object[] arguments)
      throws Throwable {
    Method original = method;
    try {
      if (method.getDeclaringClass() != Object.class) {
        original = org.slf4j.Logger.class.getMethod(method.getName(), method.getParameterTypes());
      }
    } catch (NoSuchMethodException markersOrFluent) {
      throw new IllegalStateException("the client does not use " + method, markersOrFluent);
    }
    try {
      return original.invoke(target, arguments);
    } catch (InvocationTargetException failed) {
      throw failed.getCause();
    }
  }
}
