package io.github.paymentsuite.starter;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.apache.rocketmq.logging.org.slf4j.Logger;
import org.apache.rocketmq.logging.org.slf4j.LoggerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RocketMqLoggingTest {
  private static final String NAME = "RocketmqClient";

  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final ch.qos.logback.classic.Logger target =
      (ch.qos.logback.classic.Logger) org.slf4j.LoggerFactory.getLogger(NAME);

  /** As the client gets it: by the copy of SLF4J, which looks for its provider. */
  private final Logger clients = LoggerFactory.getLogger(NAME);

  @BeforeEach
  void listen() {
    lines.start();
    target.addAppender(lines);
    target.setLevel(Level.INFO);
    target.setAdditive(false);
  }

  @AfterEach
  void stopListening() {
    target.detachAppender(lines);
    target.setLevel(null);
    target.setAdditive(true);
  }

  @Test
  void leadsTheClientsLinesIntoTheServicesLog() {
    clients.error("e");
    clients.warn("no route of {}", "payment_success_topic");
    clients.info("i {} {}", 1, 2);
    clients.info("i {} {} {}", 1, 2, 3);

    assertThat(lines.list)
        .extracting(line -> line.getLevel() + " " + line.getFormattedMessage())
        .containsExactly(
            "ERROR e", "WARN no route of payment_success_topic", "INFO i 1 2", "INFO i 1 2 3");
    assertThat(lines.list).extracting(ILoggingEvent::getLoggerName).containsOnly(NAME);
  }

  @Test
  void keepsTheStackTrace() {
    clients.warn("failed", new IllegalStateException("for a reason"));

    assertThat(lines.list).hasSize(1);
    assertThat(lines.list.get(0).getThrowableProxy().getMessage()).isEqualTo("for a reason");
  }

  @Test
  void obeysTheServicesLevels() {
    clients.debug("d");

    assertThat(lines.list).isEmpty();
    assertThat(clients.isDebugEnabled()).isFalse();
    assertThat(clients.isInfoEnabled()).isTrue();
    assertThat(clients.getName()).isEqualTo(NAME);
  }

  @Test
  void hasOneLoggerForAName() {
    assertThat(LoggerFactory.getLogger(NAME)).isSameAs(clients);
  }
}
