package io.github.paymentsuite.payment;

import static io.github.paymentsuite.payment.ScriptedProvider.answering;
import static io.github.paymentsuite.payment.ScriptedProvider.declined;
import static io.github.paymentsuite.payment.ScriptedProvider.paid;
import static io.github.paymentsuite.payment.ScriptedProvider.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.github.paymentsuite.lab.infrastructure.AtOnce;
import io.github.paymentsuite.lab.infrastructure.LocalInfrastructure;
import io.github.paymentsuite.payment.provider.Charge;
import io.github.paymentsuite.payment.provider.ChargeState;
import io.github.paymentsuite.payment.provider.PaymentGateway;
import io.github.paymentsuite.payment.provider.ProviderTerms;
import io.github.paymentsuite.payment.provider.Refund;
import io.github.paymentsuite.payment.provider.Reversal;
import io.github.paymentsuite.starter.WorkerThreads;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** Nobody asks the provider here but whoever is asked for a payment. */
@DirtiesContext
@TestPropertySource(properties = "payment.resolver.poll-interval=1h")
class ResolvingOnTheSpotTest extends PaymentServiceTest {
  @Autowired private OpenAttempts open;
  @Autowired private PaymentAttemptMapper attempts;
  @Autowired private Settlement settlement;
  @Autowired private PaymentProperties properties;
  @Autowired private WorkerThreads resolverThreads;
  @Autowired private PaymentAttempts begun;
  @Autowired private PaymentMapper payments;
  @Autowired private PaymentsUnderWay underWay;

  @Test
  void whoLooksAtAPaymentGetsWhatTheProviderKnowsNow() {
    String orderId = openPayment();
    PROVIDER.scriptQuery(orderId, paid());

    await()
        .until(
            () -> get("/payments/" + orderId).getResponseBody().contains("\"status\":\"SUCCESS\""));
    assertThat(rows("payment_record", orderId)).isEqualTo(1);
  }

  @Test
  void waitsForAPendingPayerAndThenRecords() {
    String orderId = openPayment();
    PROVIDER.scriptQuery(orderId, state("PENDING"));
    await().until(() -> queriesAfterAnother(orderId) >= 2);
    assertThat(stateOfOnlyAttempt(orderId)).isEqualTo("CHARGING");

    PROVIDER.scriptQuery(orderId, paid());

    await()
        .until(
            () -> get("/payments/" + orderId).getResponseBody().contains("\"status\":\"SUCCESS\""));
  }

  @Test
  void asksNoMoreOftenThanTheProviderLikes() {
    String orderId = openPayment();
    long begin = System.nanoTime();
    await().until(() -> queriesAfterAnother(orderId) >= 5);

    // 200 ms apart.
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(900));
  }

  @Test
  void whoPaysAgainGetsWhatTheProviderKnowsNow() {
    String paid = openPayment();
    PROVIDER.scriptQuery(paid, paid());
    await().until(() -> pay(body(paid)).getStatus().value() == 200);
    assertThat(PROVIDER.chargesOf(paid)).hasSize(1);

    String declined = openPayment();
    PROVIDER.scriptQuery(declined, declined("INSUFFICIENT_FUNDS"));
    PROVIDER.script(declined, declined("INSUFFICIENT_FUNDS"));
    await().until(() -> pay(body(declined)).getStatus().value() == 402);
    assertThat(PROVIDER.chargesOf(declined)).hasSize(1);
  }

  @Test
  void manyWhoLookAtOnceAreOneQuestionAtATime() {
    String orderId = openPayment();
    AtomicInteger asking = new AtomicInteger();
    AtomicInteger mostAtOnce = new AtomicInteger();
    PROVIDER.scriptQuery(
        orderId,
        (exchange, charge) -> {
          mostAtOnce.accumulateAndGet(asking.incrementAndGet(), Math::max);
          // As long as the others need to come.
          LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
          asking.decrementAndGet();
          paid().answer(exchange, charge);
        });

    await()
        .until(
            () -> {
              AtOnce.run(16, () -> get("/payments/" + orderId));
              return rows("payment_record", orderId) > 0;
            });

    assertThat(mostAtOnce).hasValue(1);
    assertThat(rows("payment_record", orderId)).isEqualTo(1);
    assertThat(get("/payments/" + orderId).getResponseBody()).contains("\"status\":\"SUCCESS\"");
  }

  @Test
  void instancesThatClaimAtOnceNeverClaimTheSame() {
    List<String> mine = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      PaymentAttempt attempt =
          PaymentAttempt.start(request(anyOrderId()), Instant.now(), Duration.ofMinutes(1));
      attempts.insert(List.of(attempt), Instant.parse("2020-01-01T00:00:00Z"));
      mine.add(attempt.attemptNo());
    }
    Queue<String> claimed = new ConcurrentLinkedQueue<>();

    AtOnce.run(8, () -> open.claimDue().forEach(attempt -> claimed.add(attempt.attemptNo())));

    assertThat(claimed).doesNotHaveDuplicates().containsAll(mine);
  }

  @Test
  void refundsWhereTheWindowForReversingIsOver() {
    List<String> refunds = new ArrayList<>();
    PaymentAttempt attempt =
        PaymentAttempt.start(request(anyOrderId()), Instant.now(), Duration.ofMinutes(1));
    attempts.insert(List.of(attempt), Instant.EPOCH.plusSeconds(1));
    attempts.move(
        attempt.attemptNo(), AttemptState.CHARGING, AttemptState.REVERSING, Instant.now());

    resolverAt(new TooLateToReverse(refunds)).resolveNow(attempt.attemptNo());

    assertThat(refunds).containsExactly(attempt.attemptNo());
    assertThat(stateOfOnlyAttempt(attempt.orderId())).isEqualTo("CLOSED");
  }

  @Test
  void whoAsksWhileItCannotBeResolvedIsToldWhatIsKnown() throws SQLException {
    String orderId = openPayment();
    try (Connection other = LocalInfrastructure.shared().administer("payment_db");
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute(
          "SELECT 1 FROM payment_attempt WHERE order_id = '%s' FOR UPDATE".formatted(orderId));

      assertThat(get("/payments/" + orderId).getResponseBody())
          .contains("\"status\":\"PROCESSING\"");
      assertThat(pay(body(orderId)).getStatus().value()).isEqualTo(202);
      other.rollback();
    }
    assertThat(PROVIDER.chargesOf(orderId)).hasSize(1);
  }

  @Test
  void watchesAClosedAttemptUntilTheProviderSaysThatNothingIsLeft() throws InterruptedException {
    PaymentAttempt attempt =
        PaymentAttempt.start(
            request(anyOrderId()), Instant.now().minus(Duration.ofDays(3)), Duration.ofMinutes(1));
    attempts.insert(List.of(attempt), NEVER_DUE);
    attempts.move(attempt.attemptNo(), AttemptState.CHARGING, AttemptState.CLOSED, Instant.now());

    askAboutIt(attempt, new ChargeState.Unknown("no answer"));
    assertThat(isWatched(attempt)).isTrue();

    askAboutIt(attempt, new ChargeState.Refunded());
    assertThat(isWatched(attempt)).isFalse();
  }

  @Test
  void asksByTheReferenceThatWasKeptBeforeTheCharge() {
    IntentProvider intents = new IntentProvider("pi_1");
    PaymentRequest request = request(anyOrderId());

    Payment charged = paymentsAt(intents).pay(request, Optional.empty());
    assertThat(charged.status()).isEqualTo(Payment.Status.PROCESSING);
    await()
        .until(
            () ->
                paymentsAt(intents).find(request.orderId(), user -> true).status()
                    == Payment.Status.SUCCESS);

    assertThat(intents.charged).containsExactly("pi_1");
  }

  @Test
  void keepsOneReferenceAndOnlyWhileTheChargeMayBeMade() {
    PaymentAttempt attempt =
        PaymentAttempt.start(request(anyOrderId()), Instant.now(), Duration.ofMinutes(1));
    attempts.insert(List.of(attempt), NEVER_DUE);
    begun.keepReference(attempt, "pi_1");
    assertThatIllegalStateException().isThrownBy(() -> begun.keepReference(attempt, "pi_2"));

    PaymentAttempt gone =
        PaymentAttempt.start(request(anyOrderId()), Instant.now(), Duration.ofMinutes(1));
    attempts.insert(List.of(gone), NEVER_DUE);
    attempts.move(gone.attemptNo(), AttemptState.CHARGING, AttemptState.REVERSING, Instant.now());
    assertThatIllegalStateException().isThrownBy(() -> begun.keepReference(gone, "pi_3"));
  }

  @Test
  void chargesNothingUnderAReferenceThatCouldNotBeKept() {
    IntentProvider intents = new IntentProvider("pi_".repeat(30));
    PaymentRequest request = request(anyOrderId());

    Payment open = paymentsAt(intents).pay(request, Optional.empty());

    assertThat(open.status()).isEqualTo(Payment.Status.PROCESSING);
    assertThat(intents.charged).isEmpty();
  }

  private void askAboutIt(PaymentAttempt attempt, ChargeState answer) throws InterruptedException {
    database
        .sql(
            "UPDATE payment_attempt SET next_query_at = created_at, busy_until = created_at WHERE attempt_no = ?")
        .param(attempt.attemptNo())
        .update();
    resolverAt(new AnsweringProvider(answer)).resolveDue();
  }

  private boolean isWatched(PaymentAttempt attempt) {
    return database
        .sql("SELECT next_query_at IS NOT NULL FROM payment_attempt WHERE attempt_no = ?")
        .param(attempt.attemptNo())
        .query(Boolean.class)
        .single();
  }

  private Payments paymentsAt(PaymentGateway provider) {
    return new Payments(
        begun, payments, provider, settlement, open, resolverAt(provider), underWay);
  }

  private Resolver resolverAt(PaymentGateway provider) {
    return new Resolver(open, settlement, provider, properties, resolverThreads, Clock.systemUTC());
  }

  private long queriesAfterAnother(String orderId) {
    get("/payments/" + orderId);
    return PROVIDER.callsOf("GET /charges/" + attemptNoOf(orderId));
  }

  private String openPayment() {
    String orderId = anyOrderId();
    PROVIDER.script(orderId, answering(500, "{}"));
    assertThat(pay(body(orderId)).getStatus().value()).isEqualTo(202);
    return orderId;
  }

  /** Nothing of it is to be called but what a test expects. */
  private abstract static class UncalledProvider implements PaymentGateway {
    @Override
    public ProviderTerms terms() {
      return new ProviderTerms(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1));
    }

    @Override
    public ChargeState charge(Charge charge, Optional<String> payerCode, Consumer<String> keep) {
      throw new AssertionError("the resolver never charges");
    }

    @Override
    public Reversal reverse(Charge charge) {
      throw new AssertionError("nothing to reverse");
    }

    @Override
    public Refund refund(Charge charge, String refundNo) {
      throw new AssertionError("nothing to give back");
    }

    static ChargeState paid(Charge charge) {
      return new ChargeState.Paid(charge.attemptNo(), charge.amount(), "CNY", "T1", Instant.EPOCH);
    }
  }

  /** Says the same of every charge, and undoes none. */
  private static final class AnsweringProvider extends UncalledProvider {
    private final ChargeState answer;

    AnsweringProvider(ChargeState answer) {
      this.answer = answer;
    }

    @Override
    public ChargeState query(Charge charge) {
      return answer;
    }

    @Override
    public Reversal reverse(Charge charge) {
      return new Reversal.Unknown("no answer");
    }
  }

  /** Paid, too long ago to be reversed; refunded once it was asked for. */
  private static final class TooLateToReverse extends UncalledProvider {
    private final List<String> refunds;

    TooLateToReverse(List<String> refunds) {
      this.refunds = refunds;
    }

    @Override
    public ChargeState query(Charge charge) {
      return refunds.isEmpty() ? paid(charge) : new ChargeState.Refunded();
    }

    @Override
    public Reversal reverse(Charge charge) {
      return new Reversal.TooLate();
    }

    @Override
    public Refund refund(Charge charge, String refundNo) {
      refunds.add(refundNo);
      return new Refund.Succeeded();
    }
  }

  /**
   * Finds a charge only by the reference that it gave before; the charge itself is not answered.
   */
  private static final class IntentProvider extends UncalledProvider {
    private final List<String> charged = new ArrayList<>();
    private final String reference;

    IntentProvider(String reference) {
      this.reference = reference;
    }

    @Override
    public ChargeState charge(Charge charge, Optional<String> payerCode, Consumer<String> keep) {
      keep.accept(reference);
      charged.add(reference);
      return new ChargeState.Unknown("no answer");
    }

    @Override
    public ChargeState query(Charge charge) {
      return charge.reference().filter(charged::contains).isPresent()
          ? paid(charge)
          : new ChargeState.NotFound(Instant.EPOCH);
    }
  }
}
