package io.github.paymentsuite.lab.system.proof;

import com.alibaba.fastjson2.JSONObject;
import io.github.paymentsuite.lab.infrastructure.BrokerAdministration;
import io.github.paymentsuite.lab.system.WholeSystem;
import io.github.paymentsuite.lab.system.proof.Observed.Record;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Makes events come more than once, later than they should and in another order, as a broker may.
 * What it needs can be down just then, so it tries for a while.
 */
final class Redelivery {
  /** Longer than the longest fault, and the start of what it has killed, take. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Duration PAUSE = Duration.ofMillis(500);

  private static final DateTimeFormatter PAY_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final WholeSystem system;
  private final Random random;
  private final AtomicLong duplicates = new AtomicLong();

  Redelivery(WholeSystem system, long seed) {
    this.system = system;
    this.random = new Random(seed);
  }

  /** How many deliveries it has caused that were not the first of their event. */
  long duplicates() {
    return duplicates.get();
  }

  /**
   * Publishes events of recorded payments, chosen at random, into queues chosen at random. Some
   * bear a field that nobody knows yet.
   *
   * @return how many
   */
  int repeat(int count) {
    List<Record> records = retrying(() -> Observation.payments(system));
    Collections.shuffle(records, random);
    List<Record> chosen = records.subList(0, Math.min(count, records.size()));
    BrokerAdministration broker = system.infrastructure().brokerAdministration();
    for (Record record : chosen) {
      int queue = random.nextInt(Observation.QUEUES);
      retrying(
          () -> {
            broker.send(Observation.TOPIC, queue, "pay", record.orderId(), event(record));
            return null;
          });
      duplicates.addAndGet(Observation.GROUPS.size());
    }
    return chosen.size();
  }

  /**
   * Sets a service's group back by up to so many messages in every queue; none of its consumers may
   * run.
   *
   * @return by how many in all
   */
  long rewind(String service, int messages) {
    BrokerAdministration broker = system.infrastructure().brokerAdministration();
    String group = Observation.GROUPS.get(service);
    long moved = 0;
    for (int i = 0; i < Observation.QUEUES; i++) {
      int queue = i;
      moved +=
          retrying(
              () -> {
                long consumed = broker.consumed(group, Observation.TOPIC, queue).orElse(0);
                long before = Math.max(0, consumed - messages);
                broker.setConsumed(group, Observation.TOPIC, queue, before);
                return consumed - before;
              });
    }
    duplicates.addAndGet(moved);
    return moved;
  }

  private String event(Record record) {
    JSONObject event =
        new JSONObject()
            .fluentPut("paymentNo", record.paymentNo())
            .fluentPut("orderId", record.orderId())
            .fluentPut("userId", record.userId())
            .fluentPut("amount", BigDecimal.valueOf(record.fen(), 2).toPlainString())
            .fluentPut("payTime", PAY_TIME.format(record.payTime()))
            .fluentPut("version", 1);
    if (random.nextBoolean()) {
      event.put("channel", "of a later version");
    }
    return event.toString();
  }

  private static <T> T retrying(Attempt<T> attempt) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return attempt.make();
      } catch (IOException | SQLException failure) {
        if (System.nanoTime() - deadline >= 0 || Thread.currentThread().isInterrupted()) {
          throw new IllegalStateException(failure);
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  /** What can fail while a part is down. */
  private interface Attempt<T> {
    T make() throws IOException, SQLException;
  }
}
