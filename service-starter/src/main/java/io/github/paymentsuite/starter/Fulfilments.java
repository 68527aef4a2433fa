package io.github.paymentsuite.starter;

import java.util.List;
import java.util.Map;

/** What a service that consumes payments answers when it is asked what became of them. */
public interface Fulfilments {
  /**
   * @param paymentNos 1 to 500
   * @return of those that the service knows; what is missing is {@link Fulfilment#ABSENT}
   */
  Map<String, Fulfilment> of(List<String> paymentNos);
}
