package io.github.paymentsuite.points;

import static io.github.paymentsuite.points.TestData.anyUserId;
import static io.github.paymentsuite.points.TestData.paymentBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.paymentsuite.events.PaymentSucceeded;
import io.github.paymentsuite.lab.infrastructure.AtOnce;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DuplicateKeyException;

class PointsLedgerTest extends PointsServiceTest {
  private final long userId = anyUserId();

  @ParameterizedTest
  @CsvSource({
    "99.00, 99",
    "99.99, 99",
    "1.00, 1",
    "1.01, 1",
    "0.99, 0",
    "0.01, 0",
    "99999999.99, 99999999"
  })
  void awardsAPointForEachWholeYuan(String amount, long points) {
    PaymentSucceeded payment = paymentBy(userId, amount);

    ledger.award(payment);

    assertThat(ledger.balanceOf(userId)).isEqualTo(points);
    assertThat(records())
        .singleElement()
        .satisfies(
            record -> {
              assertThat(record.paymentNo()).isEqualTo(payment.paymentNo());
              assertThat(record.orderId()).isEqualTo(payment.orderId());
              assertThat(record.userId()).isEqualTo(userId);
              assertThat(record.points()).isEqualTo(points);
              assertThat(record.reason()).isEqualTo(PointsRecord.Reason.PAYMENT);
            });
  }

  @Test
  void awardsPointsOnceHoweverOftenTheEventArrives() {
    PaymentSucceeded payment = paymentBy(userId, "99.00");

    ledger.award(payment);
    ledger.award(payment);
    ledger.award(payment);

    assertThat(ledger.balanceOf(userId)).isEqualTo(99);
    assertThat(records()).hasSize(1);
  }

  @Test
  void addsUpTheUsersPayments() {
    ledger.award(paymentBy(userId, "99.99"));
    ledger.award(paymentBy(userId, "0.99"));
    ledger.award(paymentBy(userId, "1.50"));

    assertThat(ledger.balanceOf(userId)).isEqualTo(100);
    assertThat(records()).extracting(PointsRecord::points).containsExactly(1L, 0L, 99L);
  }

  @Test
  void awardsTheSameForSeveralPaymentsAtOnce() {
    long other = anyUserId();

    ledger.awardAll(
        List.of(
            paymentBy(userId, "99.99"),
            paymentBy(other, "1000.00"),
            paymentBy(userId, "0.99"),
            paymentBy(userId, "1.50")));

    assertThat(ledger.balanceOf(userId)).isEqualTo(100);
    assertThat(ledger.balanceOf(other)).isEqualTo(1000);
    assertThat(records()).extracting(PointsRecord::points).containsExactly(1L, 0L, 99L);
  }

  @Test
  void ofSeveralPaymentsOneThatWasAwardedBeforeAwardsNothing() {
    PaymentSucceeded awarded = paymentBy(userId, "99.00");
    ledger.award(awarded);

    assertThatExceptionOfType(DuplicateKeyException.class)
        .isThrownBy(
            () ->
                ledger.awardAll(
                    List.of(paymentBy(userId, "1.00"), awarded, paymentBy(userId, "2.00"))));

    assertThat(ledger.balanceOf(userId)).isEqualTo(99);
    assertThat(records()).extracting(PointsRecord::points).containsExactly(99L);
  }

  @RepeatedTest(20)
  void paymentsOfTheSameUsersTogetherAndAtOnceAreAllCounted() {
    long other = anyUserId();

    AtOnce.run(
        8,
        () ->
            deliverAll(
                List.of(
                    paymentBy(userId, "1.00"),
                    paymentBy(other, "1.00"),
                    paymentBy(userId, "1.00"))));

    assertThat(ledger.balanceOf(userId)).isEqualTo(16);
    assertThat(ledger.balanceOf(other)).isEqualTo(8);
  }

  @Test
  void hasNoPointsForAUserWhoNeverPaid() {
    assertThat(ledger.balanceOf(userId)).isZero();
    assertThat(records()).isEmpty();
  }

  @RepeatedTest(20)
  void onePaymentDeliveredManyTimesAtOnceCountsOnce() {
    PaymentSucceeded payment = paymentBy(userId, "99.00");

    AtOnce.run(8, () -> deliver(payment));

    assertThat(ledger.balanceOf(userId)).isEqualTo(99);
    assertThat(records()).hasSize(1);
  }

  @RepeatedTest(20)
  void twoPaymentsOfANewUserAtOnceAreBothCounted() {
    PaymentSucceeded one = paymentBy(userId, "99.00");
    PaymentSucceeded other = paymentBy(userId, "1.00");

    AtOnce.run(() -> deliver(one), () -> deliver(other));

    assertThat(ledger.balanceOf(userId)).isEqualTo(100);
    assertThat(records()).hasSize(2);
  }

  @Test
  void theBalanceIsTheSumOfTheLedgerAfterDeliveriesInAnyOrder() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<Long> users = Stream.generate(TestData::anyUserId).limit(5).toList();
    List<PaymentSucceeded> payments =
        IntStream.range(0, 80)
            .mapToObj(
                i -> paymentBy(users.get(i % 5), "%d.%02d".formatted(i, random.nextInt(1, 100))))
            .toList();
    List<PaymentSucceeded> deliveries = new ArrayList<>(payments);
    while (deliveries.size() < 200) {
      deliveries.add(payments.get(random.nextInt(payments.size())));
    }
    Collections.shuffle(deliveries, random);
    ConcurrentLinkedQueue<PaymentSucceeded> queue = new ConcurrentLinkedQueue<>(deliveries);

    AtOnce.run(
        12,
        () -> {
          for (PaymentSucceeded next = queue.poll(); next != null; next = queue.poll()) {
            deliver(next);
          }
        });

    for (long user : users) {
      List<PointsRecord> records = ledger.recordsOf(user, Long.MAX_VALUE, 1000);
      Set<PaymentSucceeded> paid =
          payments.stream().filter(payment -> payment.userId() == user).collect(Collectors.toSet());
      assertThat(records)
          .as("seed %d", seed)
          .extracting(PointsRecord::paymentNo)
          .containsExactlyInAnyOrderElementsOf(
              paid.stream().map(PaymentSucceeded::paymentNo).toList());
      assertThat(ledger.balanceOf(user))
          .as("seed %d", seed)
          .isEqualTo(records.stream().mapToLong(PointsRecord::points).sum())
          .isEqualTo(paid.stream().mapToLong(payment -> payment.amount().wholeYuan()).sum());
    }
  }

  private List<PointsRecord> records() {
    return ledger.recordsOf(userId, Long.MAX_VALUE, 1000);
  }
}
