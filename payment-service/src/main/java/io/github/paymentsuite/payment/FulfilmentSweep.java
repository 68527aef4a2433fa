package io.github.paymentsuite.payment;

import io.github.paymentsuite.payment.UnfulfilledMapper.Announced;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Sees to it that every recorded payment reaches everybody, whatever became of its message: the
 * database is the truth, and the message the fast path. Asks the participants, and announces again
 * to whoever lacks a payment. Goes on without end, at growing intervals.
 */
@Component
class FulfilmentSweep {
  private static final Logger log = LoggerFactory.getLogger(FulfilmentSweep.class);

  /** Where a walk begins: every row comes before this one. */
  private static final long THE_NEWEST = Long.MAX_VALUE;

  private final UnfulfilledPayments unfulfilled;
  private final ParticipantLookup participants;
  private final PaymentResender resender;
  private final Clock clock;
  private final FulfilmentProperties properties;
  private long lookBackBefore = THE_NEWEST;

  FulfilmentSweep(
      UnfulfilledPayments unfulfilled,
      ParticipantLookup participants,
      PaymentResender resender,
      FulfilmentProperties properties,
      Clock clock) {
    this.unfulfilled = unfulfilled;
    this.participants = participants;
    this.resender = resender;
    this.properties = properties;
    this.clock = clock;
  }

  /** Looks after what is due, as one instance of several that do the same. */
  @Scheduled(fixedDelayString = "${payment.fulfilment.poll-interval:2s}")
  void sweepDue() {
    List<Announced> due;
    boolean undisturbed;
    do {
      due = unfulfilled.claimDue();
      undisturbed = due.isEmpty() || sweep(due);
      // While one of them is out of reach it is no use to ask the others about everything.
    } while (due.size() == properties.batch() && undisturbed);
  }

  /**
   * Verifies fulfilled payments again: the newest batch each time, for those are what a database
   * lacks that was restored from a backup, and another one on the way back to the look-back
   * window's end and over again.
   */
  @Scheduled(fixedDelayString = "${payment.fulfilment.look-back-interval:10s}")
  void lookBack() {
    lookBackBefore = verify(Math.min(lookBackBefore, verify(THE_NEWEST)));
  }

  /**
   * A batch, and where somebody lacks one of it the next at once, until nobody does.
   *
   * @return the row before which to go on; the newest if there is none
   */
  private long verify(long from) {
    long before = from;
    boolean lost;
    do {
      Instant notBefore = clock.instant().minus(properties.lookBack());
      List<Announced> batch = unfulfilled.findFulfilled(before, notBefore);
      if (batch.isEmpty()) {
        return THE_NEWEST;
      }
      Optional<Set<String>> lacking = lackedByAny(batch);
      if (lacking.isEmpty()) {
        return before;
      }
      before = batch.get(batch.size() - 1).id();
      lost = !lacking.get().isEmpty();
      batch.stream()
          .filter(payment -> lacking.get().contains(payment.paymentNo()))
          .forEach(this::reopen);
    } while (lost);
    return before;
  }

  private void reopen(Announced payment) {
    log.error(
        "payment {} of order {} was fulfilled, and somebody lacks it after all",
        payment.paymentNo(),
        payment.orderId());
    unfulfilled.reopen(payment.paymentNo());
  }

  /**
   * @return whether everybody answered, and the broker took what was sent again
   */
  private boolean sweep(List<Announced> due) {
    List<String> paymentNos = due.stream().map(Announced::paymentNo).toList();
    List<Announced> hadByAll = new ArrayList<>(due);
    boolean undisturbed = true;
    for (Participant participant : Participant.values()) {
      Optional<Set<String>> answer = participants.findLacking(participant, paymentNos);
      undisturbed &= answer.isPresent();
      // Nobody is believed to have what he did not say.
      Set<String> lacking = answer.orElse(Set.copyOf(paymentNos));
      hadByAll.removeIf(payment -> lacking.contains(payment.paymentNo()));
      if (answer.isPresent()) {
        undisturbed &= resend(due, lacking, participant);
      }
    }
    unfulfilled.conclude(due, hadByAll);
    return undisturbed;
  }

  /** Until the broker refuses one: each refusal takes its time-out, and tells as much as all. */
  private boolean resend(List<Announced> due, Set<String> lacking, Participant participant) {
    return due.stream()
        .filter(payment -> lacking.contains(payment.paymentNo()))
        .allMatch(payment -> resender.resend(payment, participant));
  }

  /** Empty if one of the participants did not say. */
  private Optional<Set<String>> lackedByAny(List<Announced> payments) {
    List<String> paymentNos = payments.stream().map(Announced::paymentNo).toList();
    Set<String> lacking = new HashSet<>();
    for (Participant participant : Participant.values()) {
      Optional<Set<String>> lackedByOne = participants.findLacking(participant, paymentNos);
      if (lackedByOne.isEmpty()) {
        return Optional.empty();
      }
      lacking.addAll(lackedByOne.get());
    }
    return Optional.of(lacking);
  }
}
