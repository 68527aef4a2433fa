package io.github.paymentsuite.lab.benchmark;

import io.github.paymentsuite.events.PaymentSucceededCodec;
import io.github.paymentsuite.lab.benchmark.RivalMapper.OutboxRow;
import java.time.Clock;
import java.util.List;
import org.springframework.context.annotation.Profile;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Records the payment and the event in one transaction; a poller sends what it finds. An event is
 * deleted after the broker has acknowledged it, so that it can be sent twice and never be lost.
 */
@Profile("outbox-poller")
@EnableScheduling
class OutboxPoller implements RivalAnnouncement {
  private static final int BATCH = 100;

  private final RivalRecorder recorder;
  private final RivalMapper outbox;
  private final RivalSender sender;
  private final TransactionOperations transactions;
  private final Clock clock;

  OutboxPoller(
      RivalRecorder recorder,
      RivalMapper outbox,
      RivalSender sender,
      TransactionOperations transactions,
      Clock clock) {
    this.recorder = recorder;
    this.outbox = outbox;
    this.sender = sender;
    this.transactions = transactions;
    this.clock = clock;
  }

  @Override
  @Transactional
  public void record(PaidAttempt paid) {
    recorder.record(paid);
    outbox.insertOutboxRow(
        paid.attempt().orderId(), PaymentSucceededCodec.encode(paid.event()), clock.instant());
  }

  @Scheduled(fixedDelayString = "100ms")
  void poll() {
    int sent;
    do {
      sent = transactions.execute(both -> sendBatch());
    } while (sent == BATCH);
  }

  /** In one message batch: the broker flushes once for all of it. */
  private int sendBatch() {
    List<OutboxRow> rows = outbox.lockOutboxRows(BATCH);
    if (!rows.isEmpty()) {
      sender.sendAll(
          rows.stream().map(row -> RivalSender.message(row.orderId(), row.payload())).toList());
      outbox.deleteOutboxRows(rows.stream().map(OutboxRow::id).toList());
    }
    return rows.size();
  }
}
