package io.github.paymentsuite.starter;

import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.stream.Collectors;

/** A message in one line, whatever was put into it. */
class LogMessage extends MessageConverter {
  /** Says in a box of several lines why the service does not start; nobody can send yet. */
  private static final String FAILED_TO_START =
      "org.springframework.boot.diagnostics.LoggingFailureAnalysisReporter";

  @Override
  public String convert(ILoggingEvent event) {
    String message = super.convert(event);
    return FAILED_TO_START.equals(event.getLoggerName())
        ? message.lines().map(LogText::of).collect(Collectors.joining("\n"))
        : LogText.of(message);
  }
}
