package io.github.paymentsuite.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.github.paymentsuite.starter.Batches;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DuplicateKeyException;

class PaymentAttemptMapperTest extends PaymentServiceTest {
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00.123Z");

  @Autowired private PaymentAttemptMapper attempts;
  @Autowired private HikariDataSource pool;

  @Test
  void batchesKnowThatThereIsNoConnectionToBeHad() throws SQLException {
    Batches<PaymentAttempt> together =
        new Batches<>(2, started -> attempts.insert(started, NEVER_DUE));
    List<Connection> taken = new ArrayList<>();
    try {
      for (int i = 0; i < pool.getMaximumPoolSize(); i++) {
        taken.add(pool.getConnection());
      }
      PaymentAttempt attempt =
          PaymentAttempt.start(request(anyOrderId()), Instant.now(), Duration.ofMinutes(1));

      assertThatThrownBy(() -> together.tryHandle(attempt))
          .hasRootCauseInstanceOf(SQLTransientConnectionException.class);
    } finally {
      for (Connection connection : taken) {
        connection.close();
      }
    }
  }

  @Test
  void readsBackWhatWasWritten() {
    PaymentAttempt attempt = insertedAttempt(anyOrderId());
    assertThat(attempts.find(attempt.attemptNo())).contains(attempt);
  }

  @ParameterizedTest
  @EnumSource
  void guardsEveryMoveInSqlAsInTheType(AttemptState actual) {
    for (AttemptState from : AttemptState.values()) {
      for (AttemptState to : AttemptState.values()) {
        String attemptNo = attemptIn(actual);
        if (!from.canMoveTo(to)) {
          assertThatIllegalArgumentException()
              .isThrownBy(() -> attempts.move(attemptNo, from, to, NOW));
        } else {
          assertThat(attempts.move(attemptNo, from, to, NOW))
              .as("%s, asked to move from %s to %s", actual, from, to)
              .isEqualTo(actual == from);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void keepsASecondAttemptOffTheOrderAsLongAsTheFirstIsLive(AttemptState first) {
    String orderId = anyOrderId();
    putInto(first, insertedAttempt(orderId).attemptNo());
    if (first.isLive()) {
      assertThatThrownBy(() -> insertedAttempt(orderId)).isInstanceOf(DuplicateKeyException.class);
    } else {
      assertThatCode(() -> insertedAttempt(orderId)).doesNotThrowAnyException();
    }
  }

  @Test
  void tellsOrdersApartByTheCaseOfTheirIds() {
    String orderId = anyOrderId();
    insertedAttempt(orderId);
    assertThatCode(() -> insertedAttempt(orderId.toLowerCase())).doesNotThrowAnyException();
  }

  private PaymentAttempt insertedAttempt(String orderId) {
    PaymentAttempt attempt = PaymentAttempt.start(request(orderId), NOW, Duration.ofMinutes(1));
    attempts.insert(List.of(attempt), NEVER_DUE);
    return attempt;
  }

  private String attemptIn(AttemptState state) {
    String attemptNo = insertedAttempt(anyOrderId()).attemptNo();
    putInto(state, attemptNo);
    return attemptNo;
  }

  private void putInto(AttemptState state, String attemptNo) {
    database
        .sql("UPDATE payment_attempt SET state = ? WHERE attempt_no = ?")
        .params(state.name(), attemptNo)
        .update();
  }
}
