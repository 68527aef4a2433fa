package io.github.paymentsuite.starter;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.CoreConstants;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.pattern.DynamicConverter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/**
 * Sees to it that nobody forges a line of the log: the words of every pattern that stand for what
 * was logged get {@link LogMessage} and {@link LogStackTrace}, on the console and in files,
 * whatever the pattern is. Structured formats escape by themselves.
 */
class LogLines implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {
  private static final List<String> MESSAGE = List.of("m", "msg", "message");
  private static final List<String> STACK_TRACE =
      List.of(
          "ex",
          "exception",
          "throwable",
          "rEx",
          "rootException",
          "xEx",
          "xException",
          "xThrowable",
          "wex",
          "wEx");

  @Override
  public void onApplicationEvent(ApplicationEnvironmentPreparedEvent prepared) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext log) {
      Map<String, Supplier<DynamicConverter<?>>> words = new HashMap<>(words(log));
      MESSAGE.forEach(word -> words.put(word, LogMessage::new));
      STACK_TRACE.forEach(word -> words.put(word, LogStackTrace::new));
      log.putObject(CoreConstants.PATTERN_RULE_REGISTRY_FOR_SUPPLIERS, words);
      log.getLoggerList()
          .forEach(logger -> logger.iteratorForAppenders().forEachRemaining(LogLines::readAgain));
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Supplier<DynamicConverter<?>>> words(LoggerContext log) {
    Object words = log.getObject(CoreConstants.PATTERN_RULE_REGISTRY_FOR_SUPPLIERS);
    return words == null ? Map.of() : (Map<String, Supplier<DynamicConverter<?>>>) words;
  }

  /** A pattern is read when its encoder starts. */
  private static void readAgain(Appender<ILoggingEvent> appender) {
    if (appender instanceof OutputStreamAppender<ILoggingEvent> stream
        && stream.getEncoder() instanceof PatternLayoutEncoder encoder) {
      encoder.stop();
      encoder.start();
    }
  }

  /** Right behind Spring Boot's, which sets logging up. */
  @Override
  public int getOrder() {
    return LoggingApplicationListener.DEFAULT_ORDER + 1;
  }
}
