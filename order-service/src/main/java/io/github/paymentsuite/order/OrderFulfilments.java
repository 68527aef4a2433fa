package io.github.paymentsuite.order;

import io.github.paymentsuite.starter.Fulfilment;
import io.github.paymentsuite.starter.Fulfilments;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** A payment is fulfilled when its order is PAID by it, or when it has a case. */
@Component
class OrderFulfilments implements Fulfilments {
  private final OrderMapper orders;
  private final OrderCaseMapper cases;

  OrderFulfilments(OrderMapper orders, OrderCaseMapper cases) {
    this.orders = orders;
    this.cases = cases;
  }

  @Override
  public Map<String, Fulfilment> of(List<String> paymentNos) {
    Map<String, Fulfilment> known = new HashMap<>();
    // Cases first: one that is closed between the two is closed because the order is PAID.
    for (OrderCase open : cases.findByPayments(paymentNos)) {
      known.put(open.paymentNo(), Fulfilment.ofCase(open.reason().name()));
    }
    for (String paymentNo : orders.findPaidBy(paymentNos)) {
      known.put(paymentNo, Fulfilment.DONE);
    }
    return known;
  }
}
