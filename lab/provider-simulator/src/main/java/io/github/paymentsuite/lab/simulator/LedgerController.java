package io.github.paymentsuite.lab.simulator;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.math.BigDecimal;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The providers' books, open to whoever checks the system against the outside world. */
@RestController
final class LedgerController {

  private final PaymentProvider payments;
  private final SmsProvider messages;

  LedgerController(PaymentProvider payments, SmsProvider messages) {
    this.payments = payments;
    this.messages = messages;
  }

  /** A charge as it stands now. */
  record ChargeEntry(
      String attemptNo,
      String orderId,
      @JsonFormat(shape = JsonFormat.Shape.STRING) BigDecimal amount,
      ChargeStatus status) {}

  /** A message that was accepted. */
  record SmsEntry(String outId, String orderId, String phone, String status) {}

  @GetMapping("/ledger/charges")
  List<ChargeEntry> charges(@RequestParam(required = false) String orderId) {
    return payments.ledger().stream()
        .filter(seen -> orderId == null || orderId.equals(seen.charge().order().orderId()))
        .map(
            seen ->
                new ChargeEntry(
                    seen.charge().order().attemptNo(),
                    seen.charge().order().orderId(),
                    seen.charge().accepted().amount(),
                    seen.status()))
        .toList();
  }

  @GetMapping("/ledger/sms")
  List<SmsEntry> messages(@RequestParam(required = false) String orderId) {
    return messages.ledger().stream()
        .filter(message -> orderId == null || orderId.equals(message.orderId()))
        .map(
            message ->
                new SmsEntry(message.outId(), message.orderId(), message.phone(), "ACCEPTED"))
        .toList();
  }
}
