package io.github.paymentsuite.points;

import io.github.paymentsuite.events.PaymentSucceeded;
import io.github.paymentsuite.points.PointsMapper.Addition;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
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
    try {
      add(List.of(payment));
    } catch (DuplicateKeyException awarded) {
      log.info(
          "points for payment {} of order {} were awarded before",
          payment.paymentNo(),
          payment.orderId());
    }
  }

  /**
   * Awards the points of payments none of which has been awarded.
   *
   * @throws DuplicateKeyException if one of them has; nothing is awarded then
   */
  @Transactional
  void awardAll(List<PaymentSucceeded> payments) {
    add(payments);
  }

  private void add(List<PaymentSucceeded> payments) {
    Instant now = clock.instant();
    List<PointsRecord> records =
        payments.stream().map(payment -> PointsRecord.of(payment, now)).toList();
    // First: the unique key decides who awards, before anything is added.
    points.insert(records);
    // In the users' order, so that two who add to the same balances cannot deadlock.
    Map<Long, Long> byUser = new TreeMap<>();
    records.forEach(record -> byUser.merge(record.userId(), record.points(), Math::addExact));
    List<Addition> additions = new ArrayList<>();
    byUser.forEach((userId, added) -> additions.add(new Addition(userId, added)));
    points.add(additions, now);
    records.forEach(
        record ->
            log.info(
                "{} points awarded for payment {} of order {}",
                record.points(),
                record.paymentNo(),
                record.orderId()));
  }

  long balanceOf(long userId) {
    return points.findBalance(userId).orElse(0L);
  }

  List<PointsRecord> recordsOf(long userId, long before, int limit) {
    return points.findRecords(userId, before, limit);
  }
}
