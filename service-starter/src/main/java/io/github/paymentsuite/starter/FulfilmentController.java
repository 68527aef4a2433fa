package io.github.paymentsuite.starter;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;

/** Tells payment-service, in batches, which payments it has to send again. */
@ManagementApi
@RequestMapping(produces = MediaType.APPLICATION_JSON_VALUE)
class FulfilmentController {
  private final Fulfilments fulfilments;

  FulfilmentController(Fulfilments fulfilments) {
    this.fulfilments = fulfilments;
  }

  @RequiresScope("fulfilments:read")
  @PostMapping("/internal/fulfilments")
  FulfilmentAnswer find(@RequestBody @Valid FulfilmentRequest request) {
    Map<String, Fulfilment> known = fulfilments.of(request.paymentNos());
    return new FulfilmentAnswer(
        request.paymentNos().stream()
            .map(
                paymentNo ->
                    FulfilmentLine.of(paymentNo, known.getOrDefault(paymentNo, Fulfilment.ABSENT)))
            .toList());
  }

  /** Which payments are asked about. */
  record FulfilmentRequest(
      @NotNull @Size(min = 1, max = 500)
          List<@NotNull @Pattern(regexp = "[A-Za-z0-9]{1,32}") String> paymentNos) {}

  /** As many lines as payments were asked about, in the same order. */
  record FulfilmentAnswer(List<FulfilmentLine> fulfilments) {}

  /** What became of one payment. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record FulfilmentLine(String paymentNo, Fulfilment.State state, String reason) {
    static FulfilmentLine of(String paymentNo, Fulfilment fulfilment) {
      return new FulfilmentLine(paymentNo, fulfilment.state(), fulfilment.reason());
    }
  }
}
