package io.github.paymentsuite.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.lang.Thread.State;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class NameLookupTest {
  private static final String HOST = "provider.example";
  private static final InetAddress ADDRESS = InetAddress.getLoopbackAddress();
  private static final Duration PATIENT = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(100);

  private final AtomicInteger questions = new AtomicInteger();
  private final CountDownLatch answered = new CountDownLatch(1);

  @Test
  void givesUpInTimeAndDoesNotAskAgainWhileTheQuestionIsOpen() {
    NameLookup lookup = new NameLookup(this::answerLate, SHORT);

    for (int call = 0; call < 3; call++) {
      assertThatExceptionOfType(UnknownHostException.class)
          .isThrownBy(() -> lookup.resolve(HOST))
          .withMessage(HOST)
          .withCauseInstanceOf(TimeoutException.class);
    }

    answered.countDown();
    assertThat(questions).hasValue(1);
  }

  @Test
  void asksOnceForAllWhoWait() throws Exception {
    NameLookup lookup = new NameLookup(this::answerLate, PATIENT);
    FutureTask<InetAddress[]> first = new FutureTask<>(() -> lookup.resolve(HOST));
    FutureTask<InetAddress[]> second = new FutureTask<>(() -> lookup.resolve(HOST));
    List<Thread> waiting = List.of(new Thread(first), new Thread(second));
    waiting.forEach(Thread::start);
    await("both wait")
        .until(() -> waiting.stream().allMatch(one -> one.getState() == State.TIMED_WAITING));

    answered.countDown();

    assertThat(first.get()).containsExactly(ADDRESS);
    assertThat(second.get()).containsExactly(ADDRESS);
    assertThat(questions).hasValue(1);
  }

  @Test
  void hearsAnInterrupt() {
    NameLookup lookup = new NameLookup(this::answerLate, PATIENT);
    Thread.currentThread().interrupt();

    assertThatExceptionOfType(UnknownHostException.class)
        .isThrownBy(() -> lookup.resolve(HOST))
        .withCauseInstanceOf(InterruptedException.class);

    assertThat(Thread.interrupted()).isTrue();
    answered.countDown();
  }

  @Test
  void doesNotKeepAnAnswerThatNobodyWaitedFor() throws Exception {
    AtomicReference<Thread> asking = new AtomicReference<>();
    NameLookup lookup =
        new NameLookup(
            host -> {
              asking.compareAndSet(null, Thread.currentThread());
              InetAddress[] answer = answerLate(host);
              if (questions.get() == 1) {
                throw new UnknownHostException(host);
              }
              return answer;
            },
            Duration.ofSeconds(2));
    assertThatExceptionOfType(UnknownHostException.class).isThrownBy(() -> lookup.resolve(HOST));
    answered.countDown();
    await("the thread rests").until(() -> asking.get().getState() == State.TIMED_WAITING);

    assertThat(lookup.resolve(HOST)).containsExactly(ADDRESS);
  }

  @Test
  void asksAnewAfterAnAnswer() throws Exception {
    NameLookup lookup =
        new NameLookup(
            host -> {
              if (questions.incrementAndGet() == 1) {
                throw new UnknownHostException(host);
              }
              return new InetAddress[] {ADDRESS};
            },
            PATIENT);

    assertThatExceptionOfType(UnknownHostException.class).isThrownBy(() -> lookup.resolve(HOST));
    assertThat(lookup.resolve(HOST)).containsExactly(ADDRESS);
    assertThat(lookup.resolve(HOST)).containsExactly(ADDRESS);

    assertThat(questions).hasValue(3);
  }

  private InetAddress[] answerLate(String host) {
    questions.incrementAndGet();
    try {
      answered.await();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
    return new InetAddress[] {ADDRESS};
  }
}
