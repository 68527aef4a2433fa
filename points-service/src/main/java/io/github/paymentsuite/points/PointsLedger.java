package io.github.paymentsuite.points;

import io.github.paymentsuite.events.PaymentSucceeded;
import io.github.paymentsuite.points.PointsMapper.Addition;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
    logAwarded(record);
  }

  /**
   * Awards the points of payments none of which has been awarded.
   *
   * @throws DuplicateKeyException if one of them has; nothing is awarded then
   */
  @Transactional
  void awardAll(List<PaymentSucceeded> payments) {
    Instant now = clock.instant();
    List<PointsRecord> records =
        payments.stream().map(payment -> PointsRecord.of(payment, now)).toList();
    points.insertAll(records);
    // In the users' order: two instances that add to the same balances do not wait for each other.
    Map<Long, Long> added = new TreeMap<>();
    records.forEach(record -> added.merge(record.userId(), record.points(), Math::addExact));
    points.addAll(
        added.entrySet().stream()
            .map(user -> new Addition(user.getKey(), user.getValue()))
            .toList(),
        now);
    records.forEach(PointsLedger::logAwarded);
  }

  private static void logAwarded(PointsRecord record) {
    log.info(
        "{} points awarded for payment {} of order {}",
        record.points(),
        record.paymentNo(),
        record.orderId());
  }

  long balanceOf(long userId) {
    return points.findBalance(userId).orElse(0L);
  }

  List<PointsRecord> recordsOf(long userId, long before, int limit) {
    return points.findRecords(userId, before, limit);
  }
}
