package io.github.paymentsuite.payment;

import static io.github.paymentsuite.payment.ScriptedProvider.paid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.paymentsuite.payment.ScriptedProvider.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.client.EntityExchangeResult;

/** A provider that takes longer than a client should wait, and more clients than places. */
@DirtiesContext
@TestPropertySource(
    properties = {
      "payment.max-under-way=4",
      "payment.answer-within=1s",
      "payment.provider.timeout=20s",
      "payment.resolver.poll-interval=1h"
    })
class OverloadTest extends PaymentServiceTest {
  @Test
  void tellsTheClientInTimeAndFinishesWithoutIt() {
    CountDownLatch answered = new CountDownLatch(1);
    String orderId = anyOrderId();
    PROVIDER.script(orderId, paidOnce(answered));

    EntityExchangeResult<String> answer = pay(body(orderId));

    assertThat(answer.getStatus().value()).as(answer.getResponseBody()).isEqualTo(202);
    answered.countDown();
    await().until(() -> stateOfOnlyAttempt(orderId).equals("PAID"));
    assertThat(pay(body(orderId)).getStatus().value()).isEqualTo(200);
    assertThat(PROVIDER.chargesOf(orderId)).hasSize(1);
  }

  @Test
  void refusesBeforeTheChargeWhatItHasNoPlaceForAndRecovers() {
    CountDownLatch answered = new CountDownLatch(1);
    List<String> slow = new ArrayList<>();
    ExecutorService clients = Executors.newFixedThreadPool(4);
    try {
      List<CompletableFuture<Integer>> waiting = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        String orderId = anyOrderId();
        PROVIDER.script(orderId, paidOnce(answered));
        slow.add(orderId);
        waiting.add(
            CompletableFuture.supplyAsync(() -> pay(body(orderId)).getStatus().value(), clients));
      }
      await().until(() -> slow.stream().allMatch(id -> PROVIDER.chargesOf(id).size() == 1));

      String refused = anyOrderId();
      EntityExchangeResult<String> answer = pay(body(refused));

      assertProblem(answer, 503, "too_many_payments");
      assertThat(answer.getResponseHeaders().getFirst("Retry-After")).isEqualTo("1");
      assertThat(rows("payment_attempt", refused)).isZero();
      assertThat(PROVIDER.chargesOf(refused)).isEmpty();
      // Who only looks is answered.
      assertThat(get("/payments/" + slow.get(0)).getStatus().value()).isEqualTo(200);

      assertThat(waiting).allSatisfy(one -> assertThat(one.join()).isEqualTo(202));
      answered.countDown();
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> slow.stream().allMatch(id -> stateOfOnlyAttempt(id).equals("PAID")));
      await().until(() -> pay(body(refused)).getStatus().value() == 200);
    } finally {
      answered.countDown();
      clients.shutdownNow();
    }
  }

  private static Script paidOnce(CountDownLatch answered) {
    return (exchange, charge) -> {
      try {
        answered.await();
      } catch (InterruptedException shutdown) {
        Thread.currentThread().interrupt();
      }
      paid().answer(exchange, charge);
    };
  }
}
