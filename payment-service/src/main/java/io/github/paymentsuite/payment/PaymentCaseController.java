package io.github.paymentsuite.payment;

import io.github.paymentsuite.starter.ManagementApi;
import io.github.paymentsuite.starter.RequiresScope;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Shows operators the cases that wait for them. */
@ManagementApi
class PaymentCaseController {
  private final PaymentCaseMapper cases;

  PaymentCaseController(PaymentCaseMapper cases) {
    this.cases = cases;
  }

  /** Oldest first; the next page is after the last id of this one. */
  @RequiresScope("cases:read")
  @GetMapping(path = "/internal/cases", produces = MediaType.APPLICATION_JSON_VALUE)
  List<PaymentCase> waiting(
      @RequestParam(defaultValue = "0") @Min(0) long after,
      @RequestParam(defaultValue = "100") @Min(1) @Max(1000) int limit) {
    return cases.findWaiting(after, limit);
  }
}
