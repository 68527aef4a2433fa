package io.github.paymentsuite.lab.system.proof;

import static io.github.paymentsuite.lab.system.proof.Invariant.CHARGED_MEANS_RECORDED;
import static io.github.paymentsuite.lab.system.proof.Invariant.COMMITTED_IS_NEVER_ROLLED_BACK;
import static io.github.paymentsuite.lab.system.proof.Invariant.MONEY_IS_CONSERVED;
import static io.github.paymentsuite.lab.system.proof.Invariant.NEVER_PAID_AFTER_THE_END;
import static io.github.paymentsuite.lab.system.proof.Invariant.NO_EFFECT_WITHOUT_CAUSE;
import static io.github.paymentsuite.lab.system.proof.Invariant.ONE_ATTEMPT_AT_A_TIME;
import static io.github.paymentsuite.lab.system.proof.Invariant.ONE_CALL_FOR_AN_ATTEMPT;
import static io.github.paymentsuite.lab.system.proof.Invariant.ONE_PAYMENT_FOR_AN_ORDER;

import io.github.paymentsuite.lab.system.proof.Observed.Attempt;
import io.github.paymentsuite.lab.system.proof.Observed.Charge;
import io.github.paymentsuite.lab.system.proof.Observed.Move;
import io.github.paymentsuite.lab.system.proof.Observed.Record;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Between the provider's ledger and payment-service's books. */
final class MoneyInvariants {
  private final Collection<OrderFacts> orders;
  private final Observed seen;
  private final Violations violations;

  MoneyInvariants(Collection<OrderFacts> orders, Observed seen, Violations violations) {
    this.orders = orders;
    this.seen = seen;
    this.violations = violations;
  }

  void check() {
    for (OrderFacts order : orders) {
      order.charges().stream()
          .filter(Charge::isPaid)
          .forEach(charge -> chargedMeansRecorded(order, charge));
      order.records().forEach(record -> recordedMeansCharged(order, record));
      order.attempts().forEach(attempt -> attemptAgrees(order, attempt));
      onePayment(order);
      oneAttemptAtATime(order);
      neverPaidAfterTheEnd(order);
    }
    oneCallForAnAttempt();
    moneyIsConserved();
    committedIsNeverRolledBack();
  }

  private void chargedMeansRecorded(OrderFacts order, Charge charge) {
    String attemptNo = charge.attemptNo();
    Optional<Attempt> attempt = order.attempt(attemptNo);
    require(attempt.isPresent(), order, "charge %s belongs to no attempt".formatted(attemptNo));
    if (order.isMismatch(charge)) {
      long cases =
          order.paymentCases().stream()
              .filter(one -> one.paymentNo().equals(attemptNo) && one.open())
              .filter(one -> one.reason().equals("PAID_MISMATCH"))
              .count();
      require(
          cases == 1 && order.record(attemptNo).isEmpty(),
          order,
          "charge %s of another amount has %d cases".formatted(attemptNo, cases));
      return;
    }
    Optional<Record> record = order.record(attemptNo);
    require(record.isPresent(), order, "charge %s is PAID and not recorded".formatted(attemptNo));
    record.ifPresent(
        one ->
            require(
                one.fen() == charge.fen() && one.status().equals("SUCCESS"),
                order,
                "charge %s took %d fen, recorded is %s".formatted(attemptNo, charge.fen(), one)));
  }

  private void recordedMeansCharged(OrderFacts order, Record record) {
    boolean paid = order.charge(record.paymentNo()).filter(Charge::isPaid).isPresent();
    require(
        paid,
        order,
        "payment %s is recorded, and its charge is %s"
            .formatted(record.paymentNo(), order.charge(record.paymentNo())));
    violations.require(
        order.attempt(record.paymentNo()).isPresent(),
        NO_EFFECT_WITHOUT_CAUSE,
        order.orderId(),
        "payment %s has no attempt".formatted(record.paymentNo()));
  }

  private void attemptAgrees(OrderFacts order, Attempt attempt) {
    boolean recorded = order.record(attempt.attemptNo()).isPresent();
    require(
        recorded == attempt.state().equals("PAID"),
        order,
        "attempt %s is %s and %srecorded"
            .formatted(attempt.attemptNo(), attempt.state(), recorded ? "" : "not "));
    order
        .record(attempt.attemptNo())
        .ifPresent(
            record ->
                require(
                    record.userId() == attempt.userId() && record.fen() == attempt.fen(),
                    order,
                    "%s does not agree with %s".formatted(record, attempt)));
  }

  private void onePayment(OrderFacts order) {
    long charged = order.charges().stream().filter(Charge::isPaid).count();
    violations.require(
        charged <= 1 && order.records().size() <= 1,
        ONE_PAYMENT_FOR_AN_ORDER,
        order.orderId(),
        "%d charges are PAID, %d payments recorded".formatted(charged, order.records().size()));
  }

  /** When one of them becomes PAID, every other has ended before. */
  private void oneAttemptAtATime(OrderFacts order) {
    Set<String> open =
        order.attempts().stream().map(Attempt::attemptNo).collect(Collectors.toSet());
    for (Move move : seen.broker().moves()) {
      boolean isOne = move.table().equals("payment_attempt") && open.contains(move.row());
      if (isOne && !move.to().equals("REVERSING")) {
        open.remove(move.row());
        violations.require(
            !move.to().equals("PAID") || open.isEmpty(),
            ONE_ATTEMPT_AT_A_TIME,
            order.orderId(),
            "when %s became PAID, these had not ended: %s".formatted(move.row(), open));
      }
    }
  }

  private void neverPaidAfterTheEnd(OrderFacts order) {
    violations.require(
        order.paymentCases().stream().noneMatch(one -> one.reason().equals("LATE_PAYMENT")),
        NEVER_PAID_AFTER_THE_END,
        order.orderId(),
        "closed too early: " + order.paymentCases());
  }

  private void oneCallForAnAttempt() {
    seen.providers()
        .chargeCalls()
        .forEach(
            (attemptNo, calls) ->
                violations.require(
                    calls == 1,
                    ONE_CALL_FOR_AN_ATTEMPT,
                    orderOf(attemptNo),
                    "%s was charged by %d calls".formatted(attemptNo, calls)));
  }

  private void moneyIsConserved() {
    long charged = 0;
    long otherwise = 0;
    long recorded = 0;
    for (OrderFacts order : orders) {
      for (Charge charge : order.charges()) {
        charged += charge.isPaid() ? charge.fen() : 0;
        otherwise += charge.isPaid() && order.isMismatch(charge) ? charge.fen() : 0;
      }
      recorded += order.records().stream().mapToLong(Record::fen).sum();
    }
    violations.require(
        charged == recorded + otherwise,
        MONEY_IS_CONSERVED,
        null,
        "the provider holds %d fen; recorded are %d, and %d are cases"
            .formatted(charged, recorded, otherwise));
  }

  private void committedIsNeverRolledBack() {
    Set<String> rolledBack = new HashSet<>(seen.broker().rolledBack());
    for (Record record : seen.payment().records()) {
      violations.require(
          !rolledBack.contains(record.transactionId()),
          COMMITTED_IS_NEVER_ROLLED_BACK,
          record.orderId(),
          "transaction %s recorded payment %s"
              .formatted(record.transactionId(), record.paymentNo()));
    }
  }

  private String orderOf(String attemptNo) {
    return orders.stream()
        .filter(order -> order.attempt(attemptNo).isPresent())
        .map(OrderFacts::orderId)
        .findFirst()
        .orElse(null);
  }

  private void require(boolean holds, OrderFacts order, String otherwise) {
    violations.require(holds, CHARGED_MEANS_RECORDED, order.orderId(), otherwise);
  }
}
