package io.github.paymentsuite.points;

import io.github.paymentsuite.events.PaymentSucceeded;
import io.github.paymentsuite.starter.PaymentRules;
import java.util.List;
import org.springframework.stereotype.Component;

/** The payment is worth points. */
@Component
class PaymentSucceededRules implements PaymentRules {
  private final PointsLedger ledger;

  PaymentSucceededRules(PointsLedger ledger) {
    this.ledger = ledger;
  }

  @Override
  public void apply(PaymentSucceeded payment) {
    ledger.award(payment);
  }

  @Override
  public void applyAll(List<PaymentSucceeded> payments) {
    ledger.awardAll(payments);
  }
}
