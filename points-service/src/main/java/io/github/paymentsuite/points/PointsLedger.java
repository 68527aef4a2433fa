package io.github.paymentsuite.points;

import io.github.paymentsuite.events.PaymentSucceeded;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Awards points: the ledger's row and the balance change together or not at all. */
@Service
class PointsLedger {
  private static final Logger log = LoggerFactory.getLogger(PointsLedger.class);

  private final PointsMapper points;
  private final Clock clock;

  PointsLedger(PointsMapper points, Clock clock) {
    this.points = points;
    this.clock = clock;
  }

  /** Awards the points of a payment, once however often this is called. */
  @Transactional
  void award(PaymentSucceeded payment) {
    PointsRecord record = PointsRecord.of(payment, clock.instant());
    try {
      // First: the unique key decides who awards, before anything is added.
      points.insert(record);
    } catch (DuplicateKeyException awarded) {
      log.info(
          "points for payment {} of order {} were awarded before",
          payment.paymentNo(),
          payment.orderId());
      return;
    }
    points.add(record.userId(), record.points(), record.createdAt());
    log.info(
        "{} points awarded for payment {} of order {}",
        record.points(),
        payment.paymentNo(),
        payment.orderId());
  }

  long balanceOf(long userId) {
    return points.findBalance(userId).orElse(0L);
  }

  List<PointsRecord> recordsOf(long userId, long before, int limit) {
    return points.findRecords(userId, before, limit);
  }
}
