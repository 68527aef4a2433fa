package io.github.paymentsuite.lab.simulator;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/**
 * The SMS provider: it accepts a message at once or never, and like most it sends a repeated one
 * twice.
 */
@Service
final class SmsProvider {

  private static final Logger log = LoggerFactory.getLogger(SmsProvider.class);

  private final LedgerFile<AcceptedSms> ledger;
  private final Clock clock;
  private final boolean deduplicates;
  private final List<AcceptedSms> accepted = new ArrayList<>();
  private final Map<String, AcceptedSms> firstByOutId = new HashMap<>();

  SmsProvider(LedgerFile<AcceptedSms> ledger, Clock clock, SimulatorProperties properties) {
    this.ledger = ledger;
    this.clock = clock;
    this.deduplicates = properties.smsDeduplicates();
    ledger.replay(this::apply);
  }

  /** What became of a message; it is empty unless the provider took it on. */
  record SmsOutcome(SmsScript script, Optional<AcceptedSms> message, Instant at) {}

  SmsOutcome send(String outId, String orderId, String phone, String text) {
    return ledger.decide(() -> send(outId, orderId, phone, text, clock.instant()));
  }

  /** The first message accepted under this out-id. */
  SmsOutcome query(String outId) {
    return ledger.decide(() -> firstAccepted(outId, clock.instant()));
  }

  /** Every accepted message, in the order of acceptance. */
  List<AcceptedSms> ledger() {
    return ledger.decide(() -> List.copyOf(accepted));
  }

  private SmsOutcome send(String outId, String orderId, String phone, String text, Instant now) {
    AcceptedSms first = firstByOutId.get(outId);
    if (deduplicates && first != null) {
      log.info("SMS {} of order {} repeated, not sent again", outId, orderId);
      return new SmsOutcome(SmsScript.ACCEPTED, Optional.of(first), now);
    }
    SmsScript script = SmsScript.of(phone);
    log.info("SMS {} of order {}: {}", outId, orderId, script);
    if (!script.accepts()) {
      return new SmsOutcome(script, Optional.empty(), now);
    }
    String messageId = UUID.randomUUID().toString().replace("-", "");
    AcceptedSms message = new AcceptedSms(outId, now, orderId, phone, text, messageId);
    ledger.append(message);
    apply(message);
    return new SmsOutcome(script, Optional.of(message), now);
  }

  private SmsOutcome firstAccepted(String outId, Instant now) {
    AcceptedSms first = firstByOutId.get(outId);
    if (first == null) {
      throw new Refused(Refused.Code.NOT_FOUND, "No such message", now);
    }
    return new SmsOutcome(SmsScript.ACCEPTED, Optional.of(first), now);
  }

  private void apply(AcceptedSms message) {
    accepted.add(message);
    firstByOutId.putIfAbsent(message.outId(), message);
  }
}
