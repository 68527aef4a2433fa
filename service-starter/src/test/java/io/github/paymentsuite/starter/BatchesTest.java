package io.github.paymentsuite.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.TransactionTimedOutException;

class BatchesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int LARGEST = 8;
  private static final int OUT_OF_REACH = 1_000_000;
  private static final int TOO_SLOW = 2_000_000;

  private final CountDownLatch gate = new CountDownLatch(1);
  private final List<List<Integer>> handled = new ArrayList<>();
  private final Map<Integer, Throwable> outcomes = new ConcurrentHashMap<>();
  private final List<Thread> threads = new ArrayList<>();
  private final Throwable success = new Throwable("none");
  private final Batches<Integer> batches = new Batches<>(LARGEST, this::handle);

  @AfterEach
  void end() throws InterruptedException {
    gate.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
  }

  @Test
  void whatComesAloneIsHandledAtOnce() {
    gate.countDown();

    batches.handle(1);
    batches.handle(2);

    assertThat(handled).containsExactly(List.of(1), List.of(2));
  }

  @Test
  void whatComesWhileABatchIsBeingHandledBecomesTheNextOne() {
    arrive(0);
    arrive(1, 2, 3);
    assertThat(outcomes).as("before the batch has been handled").isEmpty();

    gate.countDown();

    awaitOutcomes(4);
    assertThat(outcomes.values()).containsOnly(success);
    assertThat(handled.get(0)).containsExactly(0);
    assertThat(handled.get(1)).containsExactlyInAnyOrder(1, 2, 3);
    assertThat(handled).hasSize(2);
  }

  @Test
  void noBatchIsLargerThanAllowedAndNothingIsLeftOut() {
    arrive(0);
    arrive(IntStream.rangeClosed(1, 2 * LARGEST + 1).toArray());

    gate.countDown();

    awaitOutcomes(2 * LARGEST + 2);
    assertThat(handled).extracting(List::size).containsExactly(1, LARGEST, LARGEST, 1);
    assertThat(handled).flatMap(batch -> batch).doesNotHaveDuplicates();
  }

  @Test
  void aFailureIsThatOfItsBatchAlone() {
    arrive(0);
    arrive(1, -2, 3);

    gate.countDown();
    awaitOutcomes(4);
    batches.handle(4);

    assertThat(outcomes.get(0)).isSameAs(success);
    assertThat(outcomes.get(1)).isInstanceOf(NegativeItem.class);
    assertThat(outcomes.get(-2)).isInstanceOf(NegativeItem.class);
    assertThat(outcomes.get(3)).isInstanceOf(NegativeItem.class);
    assertThat(handled).last().isEqualTo(List.of(4));
  }

  @Test
  void whoeverWaitsWhenTheDatabaseIsOutOfReachIsToldSoAtOnce() {
    arrive(OUT_OF_REACH);
    arrive(IntStream.rangeClosed(1, 2 * LARGEST).toArray());

    gate.countDown();

    awaitOutcomes(2 * LARGEST + 1);
    assertThat(outcomes.values()).hasOnlyElementsOfType(DataAccessResourceFailureException.class);
    assertThat(handled).isEmpty();
    batches.handle(0);
    assertThat(handled).containsExactly(List.of(0));
  }

  @Test
  void whatFailsWithItsBatchMayBeTriedByItself() {
    gate.countDown();

    assertThat(batches.tryHandle(1)).isTrue();
    assertThat(batches.tryHandle(-1)).isFalse();
    assertThat(batches.tryHandle(TOO_SLOW)).isFalse();
    assertThatExceptionOfType(DataAccessResourceFailureException.class)
        .isThrownBy(() -> batches.tryHandle(OUT_OF_REACH));
  }

  @Test
  void whoeverIsInterruptedWhileWaitingStillLearnsTheOutcome() {
    arrive(0);
    arrive(1);
    arrive(2);
    threads.get(2).interrupt();

    gate.countDown();

    awaitOutcomes(3);
    assertThat(outcomes.values()).containsOnly(success);
    assertThat(handled).containsExactly(List.of(0), List.of(1, 2));
  }

  @Test
  void anErrorLeavesNobodyWaiting() {
    arrive(0);
    arrive(Integer.MIN_VALUE, 1);

    gate.countDown();

    awaitOutcomes(3);
    assertThat(List.of(outcomes.get(1), outcomes.get(Integer.MIN_VALUE)))
        .hasAtLeastOneElementOfType(StackOverflowError.class)
        .hasAtLeastOneElementOfType(IllegalStateException.class);
    batches.handle(2);
    assertThat(handled).last().isEqualTo(List.of(2));
  }

  private void handle(List<Integer> batch) {
    try {
      gate.await();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
    if (batch.contains(Integer.MIN_VALUE)) {
      throw new StackOverflowError();
    }
    if (batch.contains(TOO_SLOW)) {
      throw new TransactionTimedOutException("a second is over");
    }
    if (batch.contains(OUT_OF_REACH)) {
      throw new DataAccessResourceFailureException("no connection");
    }
    if (batch.stream().anyMatch(item -> item < 0)) {
      throw new NegativeItem();
    }
    handled.add(batch);
  }

  /** Each in a thread of its own; returns when all of them wait. */
  private void arrive(int... items) {
    for (int item : items) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  batches.handle(item);
                  outcomes.put(item, success);
                } catch (Throwable failure) {
                  outcomes.put(item, failure);
                }
              });
      threads.add(thread);
      thread.start();
    }
    await()
        .atMost(PATIENCE)
        .until(
            () -> threads.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING));
  }

  private void awaitOutcomes(int expected) {
    await().atMost(PATIENCE).until(() -> outcomes.size() == expected);
  }

  private static class NegativeItem extends RuntimeException {
    private static final long serialVersionUID = 1;
  }
}
