package io.github.paymentsuite.points;

import io.github.paymentsuite.starter.Fulfilment;
import io.github.paymentsuite.starter.Fulfilments;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** A payment is fulfilled when it is in the ledger. */
@Component
class PointsFulfilments implements Fulfilments {
  private final PointsMapper points;

  PointsFulfilments(PointsMapper points) {
    this.points = points;
  }

  @Override
  public Map<String, Fulfilment> of(List<String> paymentNos) {
    return points.findAwarded(paymentNos).stream()
        .collect(Collectors.toMap(Function.identity(), paymentNo -> Fulfilment.DONE));
  }
}
